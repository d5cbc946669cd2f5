/// Why a run ended before its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The output cannot be written.
    #[error(transparent)]
    Output(#[from] whosaid_export::Error),
    /// The threads cannot be started.
    #[error("cannot start the threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A checkpoint holds something else than what this version writes.
    #[error("cannot go on with the interrupted run: {0}")]
    Checkpoint(serde_json::Error),
    /// What was noted for a resumption cannot be read again.
    #[error("cannot go on with the interrupted run: {0}")]
    Notes(std::io::Error),
    /// The user wants it to end.
    #[error("interrupted")]
    Interrupted,
}
