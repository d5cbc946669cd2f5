//! From learned weights to the bytes of a model file.

use super::crf::{Row, Weights};
use super::types::TypeTable;
use crate::recognise::labels::LABELS;
use crate::recognise::model::{MAGIC, TYPE_NAME};

/// Rounds weights to 8 bits. The step is chosen so that one in ten thousand of the weights that matter is cut off.
pub(super) fn bytes(
    first: &Weights,
    second: &Weights,
    table: &TypeTable,
    classes: &[(u64, u16)],
    coarse: &[u16],
) -> Vec<u8> {
    let mut sizes: Vec<f32> = first
        .rows
        .iter()
        .flatten()
        .map(|weight| weight.abs())
        .filter(|size| *size > 0.01)
        .collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let top = sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 10_000))
        .copied()
        .unwrap_or(1.0);
    let unit = top / 127.0;
    let byte = |weight: f32| (weight / unit).round().clamp(-127.0, 127.0) as i8 as u8;
    let word = |weight: f32| ((weight / unit).round().clamp(-32000.0, 32000.0) as i16).to_le_bytes();
    let mut out = Vec::with_capacity(first.rows.len() * LABELS + (1 << 20));
    out.extend_from_slice(MAGIC);
    for kind in &table.0 {
        let mut name = [0; TYPE_NAME];
        if let Some(kind) = kind {
            let bytes = kind.as_str().as_bytes();
            name[..bytes.len()].copy_from_slice(bytes);
        }
        out.extend(name);
    }
    out.extend((first.rows.len() as u32).to_le_bytes());
    out.extend(unit.to_bits().to_le_bytes());
    let put =
        |rows: &[Row], out: &mut Vec<u8>| out.extend(rows.iter().flatten().flat_map(|weight| word(*weight)));
    put(&first.transitions, &mut out);
    put(&second.rows, &mut out);
    out.extend((coarse.len() as u32).to_le_bytes());
    out.extend(coarse.iter().flat_map(|class| class.to_le_bytes()));
    out.extend((classes.len() as u32).to_le_bytes());
    for (hash, class) in classes {
        out.extend(hash.to_le_bytes());
        out.extend(class.to_le_bytes());
    }
    out.extend(first.rows.iter().flatten().map(|weight| byte(*weight)));
    out
}
