//! `citytools migrate`

use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::outln;
use super::{End, failed, refused, shown};
use crate::content::version;
use crate::edit;
use crate::edit::migrate::{Changed, MIGRATIONS, Refusal, migrate};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder with the records.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Only say what would change, and fail if anything would.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(options: &Options) -> End {
    let root = &options.content;
    let changed = match migrate(root, MIGRATIONS, version::CURRENT) {
        Ok(changed) => changed,
        Err(Refusal::Disk(error)) => return failed(&format!("{}: {error}", shown(root))),
        Err(refusal) => return refused(&format!("{}; nothing was changed", told(&refusal, root))),
    };
    let form = version::CURRENT;
    if changed.is_empty() {
        outln!("{} has form {form} already: nothing to change.", shown(root));
        return End::Done;
    }
    for file in &changed {
        let path = root.join(&file.path);
        if !options.check
            && let Err(error) = edit::replace(&path, &file.text)
        {
            return failed(&format!("{}: {error}", shown(&path)));
        }
        file.said.iter().for_each(|said| outln!("{}: {said}", shown(&path)));
    }
    let count = number(&changed);
    if options.check {
        outln!("`citytools migrate` would make {count}, so that {} has form {form}.", shown(root));
        return End::Different;
    }
    outln!("{} has form {form} now, after {count}. `citytools check` says whether all is well.", shown(root));
    End::Done
}

fn number(changed: &[Changed]) -> String {
    let count: usize = changed.iter().map(|file| file.said.len()).sum();
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}

fn told(refusal: &Refusal, root: &Path) -> String {
    let named = |path: &Path| shown(&root.join(path));
    match refusal {
        Refusal::Disk(error) => error.to_string(),
        Refusal::NoSite => format!("there is no {}", named(Path::new("site.yaml"))),
        Refusal::Unread(path) => {
            format!("{} can't be read as a record (`citytools check` says why)", named(path))
        }
        Refusal::Syntax(path, problem) => {
            format!("{}: {} (`citytools check` shows where)", named(path), problem.message)
        }
        Refusal::Form(problem) => {
            format!("{}: {}; {}", shown(root), problem.message, problem.remedy.as_deref().unwrap_or_default())
        }
        Refusal::Layout(path, said) => format!(
            "{} is laid out in a way that can't be edited safely; write this yourself: {said}",
            named(path)
        ),
    }
}
