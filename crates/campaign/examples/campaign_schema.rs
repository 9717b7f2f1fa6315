//! Prints the JSON schema of the campaign file, as it is committed under docs/reference/.

fn main() {
    print!("{}", campaign::file::schema_text());
}
