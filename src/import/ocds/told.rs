//! What was read and found, in numbers and in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Notices;
use crate::diagnostics::text::plural;

/// What was read and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files.
    pub files: usize,
    /// Packages in them.
    pub packages: usize,
    /// Records in them.
    pub records: usize,
    /// Releases in them.
    pub releases: usize,
    /// Releases of buyers who are none of this region's authorities.
    pub others: usize,
    /// Buyers who were not counted and look like an authority, by name.
    pub near_buyers: BTreeMap<String, NearBuyer>,
    /// Register entries of authorities whose records lack them, and in how many releases, by authority.
    pub entries: BTreeMap<(String, String), usize>,
    /// Procurements and proposals by authority.
    pub boroughs: BTreeMap<String, (usize, usize)>,
    /// Proposals that set up a framework.
    pub frameworks: usize,
    /// Contracts that are on record.
    pub known: usize,
    /// Things that a record says otherwise.
    pub disagreements: usize,
    /// Records that could say more, or more exactly.
    pub more_exact: usize,
    /// Contracts about something else than technology.
    pub not_technology: usize,
    /// Procurements that were given up.
    pub cancelled: usize,
    /// Procurements without a contract or an open tender.
    pub without_contract: usize,
    /// Proposals that the review file did not have.
    pub added: usize,
    /// Proposals that an editor turned down before.
    pub turned_down: usize,
    /// Everything wrong or doubtful that was told.
    pub doubts: usize,
    /// What of that could not be read.
    pub errors: usize,
}

/// A buyer who looks like an authority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NearBuyer {
    /// The authority.
    pub borough: String,
    /// What says that it is another body, where its name says so.
    pub why_not: Option<String>,
    /// Register and entry, where notices give one.
    pub entry: Option<String>,
    /// How many releases it has.
    pub releases: usize,
}

impl Counts {
    pub(super) fn procurement(&mut self, borough: &str) {
        self.boroughs.entry(borough.to_owned()).or_default().0 += 1;
    }

    pub(super) fn proposed(&mut self, borough: &str) {
        self.boroughs.entry(borough.to_owned()).or_default().1 += 1;
    }
}

impl Notices {
    /// The summary, a line for each thing.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = &self.counts;
        let mut text = format!("Read {}", plural(counts.files, "file", "files"));
        let parts = [
            (counts.packages, "package", "packages"),
            (counts.records, "record", "records"),
            (counts.releases, "release", "releases"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| plural(*count, one, many))
            .collect();
        let _ = writeln!(
            text,
            ": {}.",
            if parts.is_empty() { "nothing that is a notice".to_owned() } else { parts.join(", ") }
        );
        if counts.others > 0 {
            let _ = writeln!(
                text,
                "{} of other buyers than this region's {}: skipped.",
                plural(counts.others, "release is", "releases are"),
                self.authorities
            );
        }
        for (name, near) in &counts.near_buyers {
            let releases = plural(near.releases, "release", "releases");
            let alias = near.entry.as_ref().map_or_else(
                || "if it is, its record needs that name as an alias".to_owned(),
                |entry| format!("if it is, add {entry} to the identifiers of its record"),
            );
            let borough = &near.borough;
            let looks = near.why_not.as_ref().map_or_else(
                || format!("looks like {borough}"),
                |why| format!("has a name of {borough} in it, but {why}"),
            );
            let _ = writeln!(text, "  not counted: \"{name}\" ({releases}) {looks}; {alias}.");
        }
        for ((borough, entry), releases) in &counts.entries {
            let releases =
                if *releases == 1 { "1 notice gives".to_owned() } else { format!("{releases} notices give") };
            let _ = writeln!(
                text,
                "  {borough} was known by its name: {releases} {entry}; add it to the identifiers of its record, if it is theirs."
            );
        }
        for (borough, (procurements, proposals)) in &counts.boroughs {
            let _ = writeln!(
                text,
                "  {borough}: {}, {} proposed",
                plural(*procurements, "procurement", "procurements"),
                plural(*proposals, "contract", "contracts")
            );
        }
        let proposals: usize = counts.boroughs.values().map(|(_, proposals)| proposals).sum();
        let frameworks = if counts.frameworks > 0 {
            format!(", {} of them to set up a framework", counts.frameworks)
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "{} proposed{frameworks}; {} on record already.",
            plural(proposals, "contract", "contracts"),
            counts.known
        );
        let lines = [
            (
                counts.disagreements,
                "thing that a record says otherwise.",
                "things that a record says otherwise.",
            ),
            (
                counts.more_exact,
                "record that could say more, or more exactly.",
                "records that could say more, or more exactly.",
            ),
            (
                counts.not_technology,
                "contract is about something else than technology: skipped.",
                "contracts are about something else than technology: skipped.",
            ),
            (counts.cancelled, "procurement was given up: skipped.", "procurements were given up: skipped."),
            (
                counts.without_contract,
                "procurement has neither a contract nor an open tender: skipped.",
                "procurements have neither a contract nor an open tender: skipped.",
            ),
            (counts.turned_down, "proposal was turned down before.", "proposals were turned down before."),
        ];
        for (count, one, many) in lines.into_iter().filter(|(count, ..)| *count > 0) {
            let _ = writeln!(text, "{}", plural(count, one, many));
        }
        if counts.doubts > 0 {
            let doubts = plural(counts.doubts, "doubt or problem", "doubts and problems");
            let _ = writeln!(text, "{doubts} told above.");
        }
        text
    }
}
