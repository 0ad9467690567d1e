//! Who supplies a contract, as its record may say it.

use super::names::Sureness;
use super::propose::Doubt;
use super::release::Party;
use super::units::Unit;
use super::{Lists, safe, suppliers};
use crate::diagnostics::rules;

/// Begins the sentence of a note that names a supplier without a record.
const NAMED: &str = "The notice names the supplier ";

/// The name and the register entry of the supplier that a note names.
pub(super) fn named_in(notes: &str) -> Option<(&str, Option<&str>)> {
    let (_, said) = notes.split_once(NAMED)?;
    let said = said.split(". The ").next().unwrap_or(said);
    let said = said.strip_suffix('.').unwrap_or(said);
    let is_entry = |text: &&str| {
        let (scheme, id) = text.split_once(' ').unwrap_or_default();
        scheme.contains('-') && scheme.bytes().all(|b| b.is_ascii_uppercase() || b == b'-') && !id.is_empty()
    };
    let with_entry = said.rsplit_once(", ").filter(|(_, entry)| is_entry(entry));
    Some(with_entry.map_or((said, None), |(name, entry)| (name, Some(entry))))
}

/// What is said of the supplier, for the lists of a draft.
#[derive(Default)]
pub(super) struct Told {
    pub why: Vec<String>,
    pub doubts: Vec<Doubt>,
    pub notes: Vec<String>,
    /// Whether it is about security, of which no supplier without a record may be named.
    pub is_security: bool,
}

/// The only supplier, and how sure it is; a name without a record goes to the notes.
pub(super) fn supplier(unit: &Unit, lists: &Lists, told: &mut Told) -> (Option<suppliers::Match>, Sureness) {
    let party = match unit.suppliers.as_slice() {
        [] => return (None, Sureness::Identifier),
        [party] => party,
        all => {
            several(all, unit, lists, told);
            return (None, Sureness::Normalised);
        }
    };
    // The region names first the register that tells most.
    let place = |scheme: &str| lists.site.registers.iter().position(|register| register.scheme == scheme);
    let named = party.identifiers.iter().filter_map(|own| Some((place(&own.0)?, own)));
    let entry = named.min_by_key(|(place, _)| *place).map(|(_, own)| own).or(party.identifiers.first());
    let entry = entry.map(|(scheme, id)| format!(", {scheme} {id}")).unwrap_or_default();
    let Some(found) = lists.suppliers.find(party) else {
        unknown(party, &entry, lists, told);
        return (None, Sureness::Normalised);
    };
    let (own, name) = (&found.supplier, &party.name);
    if let Some((own_entry, other)) = &found.conflict {
        contradicted(party, &entry, (own, own_entry, other), lists, told);
        return (None, Sureness::Near);
    }
    told.why.push(format!("Supplier: {own}, by {} (\"{name}\"{entry})", found.sureness.words()));
    let sureness = found.sureness;
    if sureness == Sureness::Near {
        let text = format!("the supplier \"{name}\" is only nearly a name of {own}");
        told.doubts.push(Doubt::new(&rules::NOTICE_NAME, text));
    }
    (Some(found), sureness)
}

/// One name and two numbers of one register are two companies until somebody has looked.
fn contradicted(
    party: &Party,
    entry: &str,
    (own, own_entry, other): (&str, &str, &str),
    lists: &Lists,
    told: &mut Told,
) {
    if told.is_security {
        return unknown(party, entry, lists, told);
    }
    let name = safe::text(&party.name, "supplier's name", &mut told.doubts);
    told.notes.push(format!("{NAMED}{name}{entry}."));
    let text = format!(
        "the supplier \"{name}\" is called like {own}, which is {own_entry}, but the notice says {other}, so no \
         supplier is proposed"
    );
    told.doubts.push(Doubt::new(&rules::NOTICE_NAME, text));
}

fn unknown(party: &Party, entry: &str, lists: &Lists, told: &mut Told) {
    if told.is_security {
        told.notes.push("The notice names a supplier without a record; the name is left out.".to_owned());
        let text = "no record is about the supplier, whose name is left out, as it tells of the product";
        return told.doubts.push(Doubt::new(&rules::NOTICE_SUPPLIER, text));
    }
    if safe::is_person(party, lists.site) {
        let note = "The notice names a supplier that may be a person, so the name is left out.";
        told.notes.push(note.to_owned());
        let text = "the supplier's name may be a person's, and no company number stands beside it, so it is left out";
        return told.doubts.push(Doubt::new(&rules::NOTICE_PERSON, text));
    }
    let name = safe::text(&party.name, "supplier's name", &mut told.doubts);
    told.notes.push(format!("{NAMED}{name}{entry}."));
    let text = format!("no record is about the supplier \"{name}\"{entry}");
    told.doubts.push(Doubt::new(&rules::NOTICE_SUPPLIER, text));
}

fn several(all: &[Party], unit: &Unit, lists: &Lists, told: &mut Told) {
    if told.is_security {
        return told.notes.push(format!("The notice names {} suppliers; the names are left out.", all.len()));
    }
    let is_hidden =
        |party: &&Party| safe::is_person(party, lists.site) && lists.suppliers.find(party).is_none();
    let (hidden, firms): (Vec<&Party>, Vec<&Party>) = all.iter().partition(is_hidden);
    let mut names: Vec<String> =
        firms.iter().map(|party| safe::text(&party.name, "supplier's name", &mut told.doubts)).collect();
    if !hidden.is_empty() {
        names.push(format!("{} that may be persons", hidden.len()));
        let text = "names of suppliers may be persons', and no company numbers stand beside them, so they are left out";
        told.doubts.push(Doubt::new(&rules::NOTICE_PERSON, text));
    }
    let text = format!("the notice names {} suppliers: {}", all.len(), names.join(", "));
    told.notes.push(format!("The notice names {} suppliers: {}.", all.len(), names.join(", ")));
    // That a framework has several is its purpose.
    if !unit.is_framework && !unit.is_dynamic {
        told.doubts.push(Doubt::new(&rules::NOTICE_OPEN, text));
    }
}
