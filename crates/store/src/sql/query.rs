//! One statement for both databases: its text has `?` for each value, or `?1` where one is meant twice, and its rows are
//! read alike. Not `sqlx::Any`: the values are the three kinds that the tables have, and nothing is lost on the way.

use std::borrow::Cow;

use futures_util::TryStreamExt;
use sqlx::{
    AssertSqlSafe, Column as _, Postgres, Row as _, Sqlite, TypeInfo as _, ValueRef as _,
    postgres::PgArguments, postgres::PgRow, sqlite::SqliteArguments, sqlite::SqliteRow,
};

use super::connection::{Connection, Link};

/// Of which kind a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Integers.
    Int,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

/// A value that goes into a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'q> {
    /// An integer.
    Int(Option<i64>),
    /// A text.
    Text(Option<Cow<'q, str>>),
    /// Bytes.
    Bytes(Cow<'q, [u8]>),
}

impl Value<'_> {
    /// The integer, if it is one.
    pub fn int(self) -> Option<i64> {
        if let Self::Int(value) = self { value } else { None }
    }

    /// The text, if it is one.
    pub fn text(self) -> Option<String> {
        if let Self::Text(value) = self { value.map(Cow::into_owned) } else { None }
    }

    /// The bytes; none of another kind.
    pub fn bytes(self) -> Vec<u8> {
        if let Self::Bytes(value) = self { value.into_owned() } else { Vec::new() }
    }
}

macro_rules! values {
    ($($from:ty => $value:ident => $made:expr;)*) => {
        $(impl<'q> From<$from> for Value<'q> {
            fn from($value: $from) -> Self { $made }
        })*
    };
}

values! {
    i64 => value => Self::Int(Some(value));
    &i64 => value => Self::Int(Some(*value));
    u32 => value => Self::Int(Some(i64::from(value)));
    &u32 => value => Self::Int(Some(i64::from(*value)));
    bool => value => Self::Int(Some(i64::from(value)));
    Option<i64> => value => Self::Int(value);
    &'q str => value => Self::Text(Some(Cow::Borrowed(value)));
    &'q String => value => Self::Text(Some(Cow::Borrowed(value)));
    String => value => Self::Text(Some(Cow::Owned(value)));
    Option<&'q str> => value => Self::Text(value.map(Cow::Borrowed));
    Option<String> => value => Self::Text(value.map(Cow::Owned));
    &'q [u8] => value => Self::Bytes(Cow::Borrowed(value));
    &'q Vec<u8> => value => Self::Bytes(Cow::Borrowed(value));
    Vec<u8> => value => Self::Bytes(Cow::Owned(value));
}

/// A statement with its values. Its text is the program's own; what comes from outside is bound.
#[must_use = "a statement does nothing until it is run"]
pub struct Query<'q> {
    text: Cow<'static, str>,
    values: Vec<Value<'q>>,
}

impl<'q> Query<'q> {
    /// A statement of this text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// Binds the next value.
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it, and says how many rows it changed.
    pub async fn execute(self, connection: &mut Connection) -> Result<u64, sqlx::Error> {
        Ok(match connection.link() {
            Link::Sqlite(link) => self.sqlite().execute(link).await?.rows_affected(),
            Link::Postgres(link) => self.postgres().execute(link).await?.rows_affected(),
        })
    }

    /// Every row.
    pub async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match connection.link() {
            Link::Sqlite(link) => {
                self.sqlite().fetch_all(link).await?.into_iter().map(sound).collect::<Result<_, _>>()?
            }
            Link::Postgres(link) => {
                self.postgres().fetch_all(link).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row, if there is one.
    pub async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<Row>, sqlx::Error> {
        Ok(match connection.link() {
            Link::Sqlite(link) => self.sqlite().fetch_optional(link).await?.map(sound).transpose()?,
            Link::Postgres(link) => self.postgres().fetch_optional(link).await?.map(Row::Postgres),
        })
    }

    /// The row there must be.
    pub async fn fetch_one(self, connection: &mut Connection) -> Result<Row, sqlx::Error> {
        self.fetch_optional(connection).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// Gives `each` every row as it comes; it says whether to go on.
    pub async fn visit(
        self,
        connection: &mut Connection,
        mut each: impl FnMut(Row) -> bool,
    ) -> Result<(), sqlx::Error> {
        match connection.link() {
            Link::Sqlite(link) => {
                let mut rows = self.sqlite().fetch(link);
                while let Some(row) = rows.try_next().await? {
                    if !each(sound(row)?) {
                        break;
                    }
                }
            }
            Link::Postgres(link) => {
                let mut rows = self.postgres().fetch(link);
                while rows.try_next().await?.is_some_and(|row| each(Row::Postgres(row))) {}
            }
        }
        Ok(())
    }

    fn sqlite(self) -> sqlx::query::Query<'q, Sqlite, SqliteArguments> {
        let query = sqlx::query(AssertSqlSafe(self.text));
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Int(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Bytes(value) => query.bind(value.into_owned()),
        })
    }

    fn postgres(self) -> sqlx::query::Query<'q, Postgres, PgArguments> {
        let query = sqlx::query(AssertSqlSafe(numbered(&self.text)));
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Int(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Bytes(value) => query.bind(value.into_owned()),
        })
    }
}

/// The text with `$1`, `$2` and so on, as PostgreSQL reads it. No statement has a question mark of its own.
fn numbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut pieces = text.split('?');
    out.push_str(pieces.next().unwrap_or_default());
    for (number, piece) in pieces.enumerate() {
        out.push('$');
        if !piece.starts_with(|first: char| first.is_ascii_digit()) {
            out.push_str(&(number + 1).to_string());
        }
        out.push_str(piece);
    }
    out
}

/// A row that was read.
pub enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// The value of a column, by its place in the statement. The statement and the table say of which kind it is.
    pub fn get<'r, T: Readable<'r>>(&'r self, column: usize) -> T {
        T::of(self, column)
    }
}

/// A row of SQLite whose values are of the kinds that its columns were made for: a bit of the file that turned may have
/// made a number of a text, or bytes that are no text.
fn sound(row: SqliteRow) -> Result<Row, sqlx::Error> {
    for column in row.columns() {
        let at = column.ordinal();
        match column.type_info().name() {
            "TEXT" => drop(row.try_get::<Option<&str>, _>(at)?),
            "INTEGER" => drop(row.try_get::<Option<i64>, _>(at)?),
            "BLOB" if row.try_get_raw(at)?.type_info().name() == "TEXT" => {
                let source = "a text where bytes were written".into();
                return Err(sqlx::Error::ColumnDecode { index: at.to_string(), source });
            }
            "BLOB" => drop(row.try_get::<Option<&[u8]>, _>(at)?),
            // Something computed.
            _ => {}
        }
    }
    Ok(Row::Sqlite(row))
}

fn is_null(row: &SqliteRow, column: usize) -> bool {
    row.try_get_raw(column).is_ok_and(|value| value.is_null())
}

/// What a column can be read as.
pub trait Readable<'r> {
    /// Reads it.
    fn of(row: &'r Row, column: usize) -> Self;
}

macro_rules! columns {
    ($($kind:ty),*) => {
        $(impl<'r> Readable<'r> for $kind {
            fn of(row: &'r Row, column: usize) -> Self {
                match row {
                    // A column that takes no null holds one where a bit of the file turned.
                    Row::Sqlite(row) if is_null(row, column) => <$kind>::default(),
                    Row::Sqlite(row) => row.get(column),
                    Row::Postgres(row) => row.get(column),
                }
            }
        })*
    };
}

columns!(i64, Option<i64>, bool, String, Option<String>, &'r str, Vec<u8>, &'r [u8]);

impl<'r> Readable<'r> for u32 {
    /// Both keep 64 bits; what is read so was written from 32.
    fn of(row: &'r Row, column: usize) -> Self {
        row.get::<i64>(column) as Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_in_order_or_as_they_say() {
        assert_eq!(
            numbered("SELECT a FROM t WHERE b = ? AND c IN (?,?)"),
            "SELECT a FROM t WHERE b = $1 AND c IN ($2,$3)"
        );
        assert_eq!(
            numbered("UPDATE t SET a = ?1 WHERE b > ?1 AND c = ?2"),
            "UPDATE t SET a = $1 WHERE b > $1 AND c = $2"
        );
        assert_eq!(numbered("SELECT 1"), "SELECT 1");
    }
}
