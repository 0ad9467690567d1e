//! The form of a folder's records, which `site.yaml` names: `schema_version`. It changes only where older records could no
//! longer be read, such as with a key that gets another name; keys that are new leave it as it is.

use super::yaml::{self, Kind, Node};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// The form that this program reads and writes.
pub const CURRENT: u32 = 1;

/// The form of a folder that names none: the key is younger than the first records.
pub const FIRST: u32 = 1;

/// The key of `site.yaml`.
pub const KEY: &str = "schema_version";

/// The form that `site.yaml` names, and where.
#[must_use]
pub fn named(site: &Node) -> Option<(u32, Span)> {
    let Kind::Mapping(entries) = &site.kind else { return None };
    let (_, value) = entries.iter().find(|(key, _)| key.as_str() == Some(KEY))?;
    Some((value.as_str()?.parse().ok()?, value.span))
}

/// Why records of the form that a `site.yaml` names are not those of a program that reads `current`. Nothing else is
/// told of such a folder: every other problem would only follow from this one.
#[must_use]
pub fn problem(site: &str, file: FileId, current: u32) -> Option<Diagnostic> {
    let (version, span) = named(&yaml::parse(site, file).ok()?)?;
    if version == current {
        return None;
    }
    let (message, remedy) = if version < FIRST {
        (format!("records have no form {version}"), format!("write {KEY}: {current}"))
    } else {
        let remedy = if version > current {
            "get a newer version of the program"
        } else {
            "run `citytools migrate`, which changes them in place and says every change"
        };
        let message = format!("the records have form {version}, and this program reads form {current}");
        (message, remedy.to_owned())
    };
    Some(Diagnostic::new(&rules::VERSION, Place { file, span }, message).remedy(remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(site: &str, current: u32) -> Option<(String, String)> {
        let problem = problem(site, FileId(0), current)?;
        Some((problem.message, problem.remedy.unwrap_or_default()))
    }

    #[test]
    fn another_form_is_told_with_the_way_out() {
        let site = "title: x\nschema_version: 2 # since spring\n";
        assert_eq!(said(site, 2), None);
        let (newer, remedy) = said(site, 1).expect("newer");
        assert_eq!(newer, "the records have form 2, and this program reads form 1");
        assert!(remedy.contains("newer version of the program"), "{remedy}");
        let (older, remedy) = said(site, 3).expect("older");
        assert_eq!(older, "the records have form 2, and this program reads form 3");
        assert!(remedy.contains("`citytools migrate`"), "{remedy}");
    }

    #[test]
    fn what_names_no_form_is_for_others_to_judge() {
        for site in ["title: x\n", "schema_version: spring\n", "schema_version:\n", "- x\n", "a: [\n"] {
            assert_eq!(said(site, 1), None, "{site}");
        }
        assert!(said("schema_version: 0\n", 1).is_some());
    }
}
