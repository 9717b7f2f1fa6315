//! What is said of a fault, so that it can be said in any language: a stable code, the words the sentence is filled
//! with, and the English sentence itself, which is what the command line and the logs show.
//!
//! Screens say it by `locales/*/faults.ftl`, where the message of a code is `fault-` and the code. [`sentences!`]
//! makes a function for each sentence and lists them all, and a test holds the lists against the locales.

use std::{collections::BTreeMap, fmt, ops::Deref};

use serde::{Serialize, Serializer};

/// One thing said. It reads as its English sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Code of the sentence; absent for what only the command line and the logs show.
    pub code: Option<&'static str>,
    words: Box<Words>,
}

/// Apart, so that a fault that holds two of them is still cheap to return.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    args: Vec<(&'static str, String)>,
    english: String,
}

/// A sentence that can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its code.
    pub code: &'static str,
    /// The names of what it is filled with.
    pub args: &'static [&'static str],
    /// The English sentence, its names in braces.
    pub english: &'static str,
}

impl Said {
    /// What a sentence says; made by the functions of [`sentences!`].
    pub fn new<const N: usize>(
        code: &'static str,
        args: [(&'static str, String); N],
        english: String,
    ) -> Self {
        Self { code: Some(code), words: Box::new(Words { args: args.into(), english }) }
    }

    /// What the sentence is filled with, by name.
    pub fn args(&self) -> BTreeMap<&'static str, String> {
        self.words.args.iter().cloned().collect()
    }

    /// The English sentence.
    pub fn as_str(&self) -> &str {
        &self.words.english
    }

    /// The same, with every text in it changed by `change`.
    pub fn map(self, change: impl Fn(&str) -> String) -> Self {
        let Self { code, words } = self;
        let args = words.args.into_iter().map(|(name, text)| (name, change(&text))).collect();
        Self { code, words: Box::new(Words { args, english: change(&words.english) }) }
    }
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words.english
    }
}

impl fmt::Display for Said {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words.english)
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words.english)
    }
}

impl From<String> for Said {
    fn from(english: String) -> Self {
        Self { code: None, words: Box::new(Words { args: Vec::new(), english }) }
    }
}

impl From<&str> for Said {
    fn from(english: &str) -> Self {
        english.to_owned().into()
    }
}

impl From<Said> for String {
    fn from(said: Said) -> Self {
        said.words.english
    }
}

/// Makes a function for each sentence, named as its code and taking what it is filled with, and `ALL`, their list.
#[macro_export]
macro_rules! sentences {
    ($($code:ident($($arg:ident),*) = $english:literal;)*) => {
        $(
            /// A sentence of [`ALL`].
            pub fn $code($($arg: impl ::std::fmt::Display),*) -> $crate::Said {
                let english = format!($english);
                $crate::Said::new(stringify!($code), [$((stringify!($arg), $arg.to_string())),*], english)
            }
        )*

        /// Every sentence of this module.
        pub const ALL: &[$crate::Sentence] = &[$($crate::Sentence {
            code: stringify!($code),
            args: &[$(stringify!($arg)),*],
            english: $english,
        }),*];
    };
}
