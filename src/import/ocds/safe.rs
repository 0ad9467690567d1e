//! What a proposal must not carry from a notice into a record: persons, ways to reach them, and what protects a network.

use super::propose::Doubt;
use super::release::Party;
use super::services::{Guess, Reason};
use super::units::Unit;
use crate::content::records::SiteRecord;
use crate::content::safety::notices::{cleaned, may_be_person};
use crate::diagnostics::rules;

/// The title as it may stand in a record.
pub(super) fn title(unit: &Unit, guess: &Guess, doubts: &mut Vec<Doubt>) -> Option<String> {
    description(unit, doubts);
    if guess.is_security() {
        let name = guess.totals.as_ref().and_then(|totals| totals.name.clone());
        return Some(name.unwrap_or_else(|| "Security".to_owned()));
    }
    Some(text(&unit.title, "title", doubts)).filter(|title| !title.is_empty())
}

/// Nothing of it stands in a proposal, and an editor is to know why.
fn description(unit: &Unit, doubts: &mut Vec<Doubt>) {
    let found = cleaned(&unit.description).left_out;
    if !found.is_empty() {
        let text = format!("the description has {}: take nothing of that over", found.join(" and "));
        doubts.push(Doubt::new(&rules::NOTICE_PERSON, text));
    }
}

/// A text without contacts and persons.
pub(super) fn text(text: &str, what: &str, doubts: &mut Vec<Doubt>) -> String {
    let cleaned = cleaned(text);
    if !cleaned.left_out.is_empty() {
        let text = format!("the {what} has {}, left out here", cleaned.left_out.join(" and "));
        doubts.push(Doubt::new(&rules::NOTICE_PERSON, text));
    }
    cleaned.text
}

/// What is only shown as totals.
pub(super) fn totals(guess: &Guess, doubts: &mut Vec<Doubt>) {
    let Some(totals) = &guess.totals else { return };
    let (why, name) = (&totals.why, totals.name.as_deref().unwrap_or("no service of this region"));
    let text = match totals.reason {
        Reason::Security => format!(
            "it names a security product ({why}): do not publish the product; only totals are shown, so it will be hidden under {name}, and its title is left out"
        ),
        Reason::SecurityInPart => {
            format!("it names a security product ({why}): do not publish the product; only totals are shown")
        }
        Reason::Hidden => format!("it will be hidden: only totals are shown of {name} ({why})"),
    };
    doubts.push(Doubt::new(&rules::NOTICE_TOTALS, text));
}

/// Whether a supplier that no record is about may be a person, who has not agreed to stand in a directory. Many notice
/// services number whoever sells, so only a register that the region names tells a company.
pub(super) fn is_person(party: &Party, site: &SiteRecord) -> bool {
    let mut registers = party.identifiers.iter().filter_map(|(scheme, _)| site.register(scheme));
    !registers.any(|register| !register.has_persons) && may_be_person(&party.name)
}
