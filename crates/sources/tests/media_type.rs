//! The media type that Zabbix imports holds the very script that people read.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::path::Path;

#[test]
fn the_script_and_the_file_to_import_are_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/zabbix");
    let script = std::fs::read_to_string(folder.join("thongsuot.js")).unwrap();
    let import = std::fs::read_to_string(folder.join("thongsuot.yaml")).unwrap();
    let block = import.lines().skip_while(|line| line.trim() != "script: |").skip(1);
    let block = block.take_while(|line| line.is_empty() || line.starts_with("        "));
    let inside: Vec<&str> = block.map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    assert_eq!(inside.join("\n"), script.trim_end());
    // Every parameter that the script reads is given, and no other.
    for name in import.lines().filter_map(|line| line.trim().strip_prefix("- name: ")).skip(1) {
        assert!(script.contains(&format!("params.{name}")), "{name}");
    }
}
