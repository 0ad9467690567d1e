//! City Tools: YAML records and Markdown in, a public dashboard out.
//!
//! Data flows one way through rooms that stand in this order:
//!
//! ```text
//! content/ --> content --> catalogue --> figures --> site --> render --> publish --> public/
//!   YAML,      read, parse,  linked,      pure        which     templates,  assets,
//!   Markdown   keep places   checked      numbers     pages     Markdown    write, swap
//!                  \______ diagnostics: every room reports problems the same way ______/
//! ```
//!
//! A room uses only rooms to its left, and `diagnostics`. What is said to readers is said with [`say!`], in the region's
//! language (`words`, which stands between content and catalogue). `survey` writes and reads the sheets that authorities fill
//! in, `import` takes them and whole tables over, `edit` begins, changes and confirms records, `init` begins a region,
//! `serve` previews a build, `diff` tells what a change does, `timings` where a build's time goes, and `cli` turns a
//! command line into calls. `plain` opens the files that rooms find in folders.

// First, so that every room can `say!` something.
#[macro_use]
pub mod words;

pub mod build;
pub mod catalogue;
mod caught;
pub mod cli;
pub mod content;
pub mod diagnostics;
pub mod diff;
pub mod edit;
pub mod exports;
pub mod figures;
pub mod import;
pub mod init;
mod output;
mod plain;
pub mod publish;
pub mod render;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod survey;
pub mod timings;
