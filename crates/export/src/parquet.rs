//! A Parquet file a table: columns with types, compressed, for DuckDB, pandas, R and Spark.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use whosaid_text::Date;

use crate::Error;
use crate::complete::MAKER;
use crate::spool::Spool;
use crate::table::ColumnKind;

/// Rows, and bytes of their cells, that are held until they are written together.
const GROUP_ROWS: usize = 122_880;
const GROUP_BYTES: usize = 16 << 20;

/// Writes all rows of a table to `target`. Failures to write go through `failed`.
pub(crate) fn write<W: Write + Send>(
    target: W,
    spool: &mut Spool,
    failed: &dyn Fn(io::Error) -> Error,
) -> std::result::Result<(), Error> {
    let failed = |error| failed(io::Error::other(error));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(MAKER.to_owned())
        .build();
    let schema = Arc::new(schema(spool.columns()).map_err(failed)?);
    let mut writer = SerializedFileWriter::new(target, schema, Arc::new(properties)).map_err(failed)?;
    let mut columns: Vec<Column> = spool.columns().iter().map(|name| Column::new(name)).collect();
    let (mut rows, mut bytes) = (0, 0);
    loop {
        let more = spool.advance()?;
        if rows == GROUP_ROWS || bytes >= GROUP_BYTES || !more && rows > 0 {
            write_group(writer.next_row_group().map_err(failed)?, &mut columns).map_err(failed)?;
            (rows, bytes) = (0, 0);
        }
        if !more {
            break;
        }
        rows += 1;
        for (column, cell) in columns.iter_mut().zip(spool.row()) {
            bytes += cell.len();
            column.push(cell);
        }
    }
    writer.close().map_err(failed)?;
    Ok(())
}

fn schema(columns: &[&str]) -> Result<Type> {
    let fields: Result<Vec<_>> = columns
        .iter()
        .map(|column| {
            let (physical, logical) = match ColumnKind::of(column) {
                ColumnKind::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
                ColumnKind::Number => (PhysicalType::INT64, None),
                ColumnKind::Date => (PhysicalType::INT32, Some(LogicalType::Date)),
                ColumnKind::Share => (PhysicalType::DOUBLE, None),
            };
            let field = Type::primitive_type_builder(column, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()?;
            Ok(Arc::new(field))
        })
        .collect();
    Type::group_type_builder("schema").with_fields(fields?).build()
}

/// The cells of a column that are not written yet.
struct Column {
    values: Values,
    /// 1 for a cell that holds something, 0 for an empty one.
    levels: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Number(Vec<i64>),
    Day(Vec<i32>),
    Share(Vec<f64>),
}

impl Column {
    fn new(name: &str) -> Self {
        Self {
            values: match ColumnKind::of(name) {
                ColumnKind::Text => Values::Text(Vec::new()),
                ColumnKind::Number => Values::Number(Vec::new()),
                ColumnKind::Date => Values::Day(Vec::new()),
                ColumnKind::Share => Values::Share(Vec::new()),
            },
            levels: Vec::new(),
        }
    }

    fn push(&mut self, cell: &str) {
        let held = !cell.is_empty()
            && match &mut self.values {
                Values::Text(values) => hold(values, Some(ByteArray::from(cell))),
                Values::Number(values) => hold(values, cell.parse().ok()),
                Values::Day(values) => hold(values, cell.parse().ok().map(Date::days_since_1970)),
                Values::Share(values) => hold(values, cell.parse().ok()),
            };
        self.levels.push(i16::from(held));
    }
}

fn hold<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let held = value.is_some();
    values.extend(value);
    held
}

fn write_group<W: Write + Send>(
    mut group: SerializedRowGroupWriter<'_, W>,
    columns: &mut [Column],
) -> Result<()> {
    for column in columns {
        let levels = std::mem::take(&mut column.levels);
        match &mut column.values {
            Values::Text(values) => write_column::<ByteArrayType, W>(&mut group, values, &levels)?,
            Values::Number(values) => write_column::<Int64Type, W>(&mut group, values, &levels)?,
            Values::Day(values) => write_column::<Int32Type, W>(&mut group, values, &levels)?,
            Values::Share(values) => write_column::<DoubleType, W>(&mut group, values, &levels)?,
        }
    }
    group.close()?;
    Ok(())
}

fn write_column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    levels: &[i16],
) -> Result<()> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, Some(levels), None)?;
        column.close()?;
    }
    values.clear();
    Ok(())
}
