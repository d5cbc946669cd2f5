use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::say;

/// Exit code of a run that the user ended.
pub(crate) const CODE: u8 = 130;

/// What is told then.
pub(crate) const MESSAGE: &str = "whosaid: interrupted; no table was written";

/// How long a run may take to end by itself: one that waits for standard input or works on one huge document cannot.
const PATIENCE: Duration = Duration::from_secs(2);

/// A flag that Ctrl-C, SIGTERM and SIGHUP set.
pub(crate) fn flag() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    ctrlc::set_handler(move || {
        let again = set.swap(true, Ordering::Relaxed);
        std::thread::spawn(move || {
            if !again {
                std::thread::sleep(PATIENCE);
            }
            exit();
        });
    })
    .context("cannot listen for Ctrl-C")?;
    Ok(flag)
}

#[allow(
    clippy::disallowed_methods,
    reason = "the unfinished tables were removed, or a checkpoint made, as soon as the flag was seen; what still runs cannot be asked to end"
)]
fn exit() {
    say(MESSAGE);
    std::process::exit(i32::from(CODE));
}
