//! The text that names a server, a database and a schema.

/// The address with a schema, as `PostgresConfig::parse` of `bln-postgres` takes it.
pub(crate) fn with_schema(url: &str, schema: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}schema={schema}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_added_to_an_address_with_and_without_parameters() {
        assert_eq!(with_schema("postgres://me@db/x", "bln"), "postgres://me@db/x?schema=bln");
        assert_eq!(
            with_schema("postgres://me@db/x?sslmode=require", "bln"),
            "postgres://me@db/x?sslmode=require&schema=bln"
        );
    }
}
