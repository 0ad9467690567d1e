//! `citytools theme`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::terminal::outln;
use super::{End, failed, no_link_before, refused, shown};
use crate::content::nearest;
use crate::edit;
use crate::render::{Originals, originals};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Name the files that the theme is made of.
    List,
    /// Write files of the theme into a folder, to change them; never over a file that is there.
    Export(ExportOptions),
}

#[derive(Debug, Args)]
struct ExportOptions {
    /// Folder of your own theme.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Which files, as `citytools theme list` names them; the whole theme if none is named.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
}

pub(super) fn run(options: &Options) -> End {
    let originals = originals();
    match &options.what {
        What::List => {
            let names: Vec<&str> = originals.keys().map(String::as_str).collect();
            outln!("{}", names.join("\n"));
            End::Done
        }
        What::Export(options) => export(&options.folder, &options.files, &originals),
    }
}

fn export(folder: &Path, wanted: &[String], originals: &Originals) -> End {
    let mut names: Vec<&str> = Vec::new();
    for wanted in wanted {
        let Some((name, _)) = originals.get_key_value(wanted) else {
            return refused(&unknown(wanted, originals));
        };
        names.push(name);
    }
    if wanted.is_empty() {
        names.extend(originals.keys().map(String::as_str));
    }
    names.sort_unstable();
    names.dedup();
    // All or none: half a theme would be taken for a whole one.
    if let Some(name) = names.iter().find(|name| folder.join(name).symlink_metadata().is_ok()) {
        let file = shown(&folder.join(name));
        return refused(&format!(
            "{file} is there already, so nothing was written; move it, or name other files"
        ));
    }
    if let Some(place) = names.iter().find_map(|name| in_the_way(&folder.join(name))) {
        let what = if place.is_symlink() { "a link that leads to no folder" } else { "no folder" };
        let place = shown(&place);
        return refused(&format!(
            "{place} is {what}, so nothing was written; move it, or name another folder"
        ));
    }
    if let Some(end) = names.iter().find_map(|name| no_link_before(&folder.join(name)).err()) {
        return end;
    }
    for name in &names {
        if let Err(error) = edit::create(&folder.join(name), &originals[*name]) {
            return failed(&format!("{}: {error}", shown(&folder.join(name))));
        }
    }
    let folder = shown(folder);
    outln!(
        "Wrote {} of the theme to {folder}.\n\
         Change what you like and delete what you leave as it is; `citytools serve --theme {folder}` shows it.",
        if names.len() == 1 { "1 file".to_owned() } else { format!("{} files", names.len()) }
    );
    End::Done
}

/// What stands in the place of a folder that leads to a file.
fn in_the_way(file: &Path) -> Option<PathBuf> {
    let folders = file.ancestors().skip(1);
    let mut others = folders.filter(|folder| folder.symlink_metadata().is_ok() && !folder.is_dir());
    others.next().map(Path::to_owned)
}

fn unknown(wanted: &str, originals: &Originals) -> String {
    let base = |name: &str| name.rsplit('/').next() == Some(wanted);
    let named = originals.keys().find(|name| base(name)).map(String::as_str);
    let near = named.or_else(|| nearest(wanted, originals.keys().map(String::as_str)));
    let hint = near.map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
    format!("the theme has no file `{wanted}`; {hint}`citytools theme list` names all")
}
