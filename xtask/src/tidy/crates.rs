//! The workspace's crates and their arrows, as the manifests state them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Text;

/// A crate of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Its manifest, relative to the root.
    pub manifest: PathBuf,
    /// What it is built with, from this workspace or elsewhere.
    pub uses: Vec<String>,
    /// What its tests are built with in addition.
    pub tests_use: Vec<String>,
    /// Features of others that it may turn on, as `crate/feature`.
    pub turns_on: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "dev-dependencies")]
    dev_dependencies: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "build-dependencies")]
    build_dependencies: BTreeMap<String, toml::Value>,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Every feature of another crate that this one turns on, whether always or by a feature of its own.
    fn turns_on(&self) -> Vec<String> {
        let tables = [&self.dependencies, &self.dev_dependencies, &self.build_dependencies];
        let always = tables.into_iter().flatten().flat_map(|(name, wanted)| {
            let features = wanted.get("features").and_then(toml::Value::as_array);
            let features = features.into_iter().flatten().filter_map(toml::Value::as_str);
            features.map(move |feature| format!("{name}/{feature}"))
        });
        always.chain(self.features.values().flatten().cloned()).collect()
    }
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

/// Reads the manifests among the files.
pub fn read(texts: &[Text]) -> Result<Vec<Crate>> {
    let mut crates = Vec::new();
    for file in texts.iter().filter(|file| file.path.ends_with("Cargo.toml") && file.part() != "fuzz") {
        let manifest: Manifest =
            toml::from_str(&file.text).with_context(|| format!("reading {}", file.path.display()))?;
        let turns_on = manifest.turns_on();
        let Some(package) = manifest.package else {
            continue;
        };
        let uses = manifest.dependencies.into_keys().chain(manifest.build_dependencies.into_keys());
        crates.push(Crate {
            name: package.name,
            manifest: file.path.clone(),
            uses: uses.collect(),
            tests_use: manifest.dev_dependencies.into_keys().collect(),
            turns_on,
        });
    }
    Ok(crates)
}
