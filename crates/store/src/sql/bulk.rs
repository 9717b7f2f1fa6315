//! Many rows put into a table, or looked up in it, at once. SQLite takes them in statements of a few fixed sizes, which
//! stay prepared; to PostgreSQL they go as one statement of any size, a list for each column, for there a statement
//! costs a way to the server.

use sqlx::{AssertSqlSafe, Postgres, postgres::PgArguments};

use super::{
    Connection, Dialect, Query, Row,
    connection::Link,
    query::{Kind, Value},
    rows::{sizes, with_list, with_rows},
};

/// Rows on their way into a table.
#[must_use = "rows are not in the table until they are put there"]
pub struct Bulk<'q> {
    table: &'static str,
    columns: Vec<(&'static str, Kind)>,
    /// Row by row.
    values: Vec<Value<'q>>,
    tail: String,
}

impl<'q> Bulk<'q> {
    /// Rows for these columns of a table.
    pub fn rows_of(table: &'static str, columns: &[(&'static str, Kind)]) -> Self {
        Self { table, columns: columns.to_vec(), values: Vec::new(), tail: String::new() }
    }

    /// Rows that are there already are left as they are.
    pub fn or_nothing(mut self) -> Self {
        " ON CONFLICT DO NOTHING".clone_into(&mut self.tail);
        self
    }

    /// Of rows whose first column is there already, the others are replaced.
    pub fn or_replace(mut self) -> Self {
        let names = || self.columns.iter().map(|(name, _)| *name);
        let set =
            names().skip(1).map(|name| format!("{name} = excluded.{name}")).collect::<Vec<_>>().join(", ");
        let first = names().next().unwrap_or_default();
        self.tail = format!(" ON CONFLICT ({first}) DO UPDATE SET {set}");
        self
    }

    /// Adds a row: a value for each column.
    pub fn row(&mut self, values: impl IntoIterator<Item = Value<'q>>) {
        self.values.extend(values);
    }

    /// Puts them there, in the caller's transaction.
    pub async fn put(self, connection: &mut Connection) -> Result<(), sqlx::Error> {
        if self.values.is_empty() {
            return Ok(());
        }
        let names = self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let head = format!("INSERT INTO {} ({names}) ", self.table);
        match connection.dialect() {
            Dialect::Sqlite => self.in_pieces(&head, connection).await,
            Dialect::Postgres => self.at_once(&head, connection).await,
        }
    }

    async fn in_pieces(self, head: &str, connection: &mut Connection) -> Result<(), sqlx::Error> {
        let (columns, tail) = (self.columns.len(), self.tail);
        let rows = self.values.len() / columns;
        let mut values = self.values.into_iter();
        for size in sizes(rows) {
            let text = format!("{}{tail}", with_rows(&format!("{head}VALUES "), columns, size));
            let query = values.by_ref().take(size * columns).fold(Query::new(text), Query::bind);
            query.execute(connection).await?;
        }
        Ok(())
    }

    async fn at_once(self, head: &str, connection: &mut Connection) -> Result<(), sqlx::Error> {
        let Link::Postgres(link) = connection.link() else { return Ok(()) };
        let lists = (1..).zip(&self.columns).map(|(number, (_, kind))| match kind {
            Kind::Int => format!("${number}::bigint[]"),
            Kind::Text => format!("${number}::text[]"),
            Kind::Bytes => format!("${number}::bytea[]"),
        });
        let lists = lists.collect::<Vec<_>>().join(", ");
        let text = format!("{head}SELECT * FROM unnest({lists}){}", self.tail);
        let mut columns: Vec<Vec<Value<'q>>> = self.columns.iter().map(|_| Vec::new()).collect();
        let mut values = self.values.into_iter();
        while let Some(first) = values.next() {
            let row = std::iter::once(first).chain(values.by_ref().take(columns.len() - 1));
            for (column, value) in columns.iter_mut().zip(row.collect::<Vec<_>>()) {
                column.push(value);
            }
        }
        let query = sqlx::query(AssertSqlSafe(text));
        let lists = columns.into_iter().zip(&self.columns);
        let query = lists.fold(query, |query, (column, (_, kind))| bind_list(query, *kind, column));
        query.execute(link).await.map(|_| ())
    }
}

/// The rows in which a column has one of these values, in any order; the text ends in the name of the column.
pub async fn fetch_among(
    connection: &mut Connection,
    text: &str,
    kind: Kind,
    values: Vec<Value<'_>>,
) -> Result<Vec<Row>, sqlx::Error> {
    if let Link::Postgres(link) = connection.link() {
        let query = sqlx::query(AssertSqlSafe(format!("{text} = ANY ($1)")));
        let rows = bind_list(query, kind, values).fetch_all(link).await?;
        return Ok(rows.into_iter().map(Row::Postgres).collect());
    }
    let mut found = Vec::new();
    let count = values.len();
    let mut values = values.into_iter();
    for size in sizes(count) {
        let query = Query::new(with_list(&format!("{text} IN "), size));
        found.extend(values.by_ref().take(size).fold(query, Query::bind).fetch_all(connection).await?);
    }
    Ok(found)
}

type ListQuery<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;

fn bind_list<'q>(query: ListQuery<'q>, kind: Kind, values: Vec<Value<'_>>) -> ListQuery<'q> {
    let values = values.into_iter();
    match kind {
        Kind::Int => query.bind(values.map(Value::int).collect::<Vec<Option<i64>>>()),
        Kind::Text => query.bind(values.map(Value::text).collect::<Vec<Option<String>>>()),
        Kind::Bytes => query.bind(values.map(Value::bytes).collect::<Vec<Vec<u8>>>()),
    }
}
