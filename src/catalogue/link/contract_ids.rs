//! Ids of contracts that have no file of their own: readable, one for each, and the same in whatever order records stand.
//!
//! A record can say the id itself, to keep an address when the title changes. Any other contract is called after its authority and its system, or its title. Where several would be called the same, each
//! takes its date along, so that none of them inherits an address that once led to another.

use std::collections::{HashMap, HashSet};

use super::Linker;
use crate::catalogue::{Catalogue, Contract, ContractKind, Ix, LIST_IDS};
use crate::content::files::is_id;
use crate::content::records::Placed;
use crate::diagnostics::{Diagnostic, FileId, Place, rules};

/// Ids of files are no longer either.
const LONGEST: usize = 64;

impl Linker<'_> {
    /// A record's file must not take the address of one of the site's own `lists` in its folder.
    pub(super) fn check_own_address(&mut self, folder: &str, id: &str, lists: &[&str], file: FileId) {
        if lists.contains(&id) {
            let problem = format!("{folder}/{id}/ is the address of a list of {folder}");
            self.report(
                Diagnostic::new(&rules::BAD_ID, Self::whole(file), problem)
                    .remedy("give the file another name"),
            );
        }
    }

    /// A shared contract has its id already.
    pub(super) fn check_id_of_file(&mut self, id: &str, file: FileId, written: Option<&Placed<String>>) {
        if let Some(written) = written {
            let place = Place { file, span: written.span };
            let problem = format!("this contract is called `{id}` after its file");
            self.report(
                Diagnostic::new(&rules::BAD_ID, place, problem)
                    .remedy("remove the id, or give the file that name"),
            );
        }
    }

    /// Ids that records give themselves, before any is made.
    fn written_ids(&mut self, catalogue: &mut Catalogue, taken: &mut HashSet<String>) {
        for (ix, file, id) in std::mem::take(&mut self.written_ids) {
            let problem = |rule, said: String| Diagnostic::new(rule, Place { file, span: id.span }, said);
            let problem = if !is_id(&id) {
                problem(&rules::BAD_ID, format!("`{}` is not an id", id.value))
                    .remedy("use a to z, 0 to 9 and single hyphens, at most 64 characters")
            } else if LIST_IDS.contains(&id.as_str()) {
                problem(
                    &rules::BAD_ID,
                    format!("contracts/{}/ is the address of a list of contracts", id.value),
                )
                .remedy("choose another id")
            } else if !taken.insert(id.value.clone()) {
                problem(&rules::DUPLICATE_ID, format!("the id `{}` is in use", id.value))
            } else {
                name(catalogue, ix, &id);
                continue;
            };
            self.report(problem);
        }
    }

    /// Gives each contract without a file its id.
    pub(super) fn contract_ids(&mut self, catalogue: &mut Catalogue) {
        let mut taken: HashSet<String> = LIST_IDS.iter().map(|id| (*id).to_owned()).collect();
        for row in catalogue.contracts.rows().iter().filter(|row| row.kind == ContractKind::Shared) {
            taken.insert(row.id.clone());
            taken.extend(row.former_ids.iter().cloned());
        }
        self.written_ids(catalogue, &mut taken);
        let without = catalogue.contracts.iter().filter(|(_, row)| row.id.is_empty());
        let mut open: Vec<_> = without.map(|(ix, row)| (ix, names(catalogue, row))).collect();
        // In rounds, from the plainest name on: a name that several want is given to none of them.
        for round in 0..ROUNDS {
            let mut wanted: HashMap<String, usize> = HashMap::new();
            for (_, names) in &open {
                *wanted.entry(names[round].clone()).or_default() += 1;
            }
            open.retain(|(ix, names)| {
                let is_free = wanted[&names[round]] == 1 && taken.insert(names[round].clone());
                if is_free {
                    name(catalogue, *ix, &names[round]);
                }
                !is_free
            });
        }
        // What is left is told apart by nothing but its place.
        for (ix, names) in open {
            let mut numbered = (1..).map(|number| format!("{}-{number}", names[ROUNDS - 1]));
            if let Some(free) = numbered.find(|name| taken.insert(name.clone())) {
                name(catalogue, ix, &free);
            }
        }
    }
}

fn name(catalogue: &mut Catalogue, ix: Ix<Contract>, id: &str) {
    id.clone_into(&mut catalogue.contracts.get_mut(ix).id);
    catalogue.contracts.name(ix, id);
}

const ROUNDS: usize = 3;

/// What a contract can be called: plainly, with its date, and with a fingerprint of what is known of it.
fn names(catalogue: &Catalogue, row: &Contract) -> [String; ROUNDS] {
    let plain = plain(catalogue, row);
    let dated = match (row.start, row.end.or(row.max_end)) {
        (Some(start), _) => format!("{plain}-{start}"),
        (None, Some(end)) => format!("{plain}-until-{end}"),
        (None, None) => format!("{plain}-undated"),
    };
    let marked = format!("{plain}-{}", fingerprint(catalogue, row));
    [plain, dated, marked]
}

/// `camden-mosaic`, `camden-it-managed-service`
fn plain(catalogue: &Catalogue, row: &Contract) -> String {
    let who = row.members.first().map_or("shared", |member| &catalogue.boroughs[member.borough].id);
    let system = row.systems.first().map(|ix| catalogue.systems[*ix].id.clone());
    let title = row.title.as_deref().map(|title| title_slug(title, who)).filter(|slug| !slug.is_empty());
    let supplier = row.supplier.supplier().map(|ix| catalogue.suppliers[ix].id.clone());
    let what = match row.kind {
        ContractKind::Inline => system.or(title),
        ContractKind::Listed | ContractKind::Shared => title.or(system),
    };
    shortened(format!("{who}-{}", what.or(supplier).unwrap_or_else(|| "contract".to_owned())))
}

/// Small letters, digits and single hyphens; without what stands in brackets and without the authority's own name.
fn title_slug(title: &str, who: &str) -> String {
    let plain = deunicode::deunicode(title).to_lowercase().replace('\'', "");
    let head = plain.split_once(" (").map_or(plain.as_str(), |(head, _)| head);
    let words = head.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    let own = slug.strip_prefix(who).and_then(|rest| rest.strip_prefix('-')).map(str::to_owned);
    own.unwrap_or(slug)
}

/// Cut at the last whole word.
fn shortened(mut id: String) -> String {
    if id.len() > LONGEST {
        let end = id[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        id.truncate(end);
    }
    id
}

/// Six letters that change with what is known of a contract, and with nothing else.
fn fingerprint(catalogue: &Catalogue, row: &Contract) -> String {
    let dates = [row.start, row.end, row.max_end].into_iter().flatten().map(|date| date.to_string());
    let texts = [&row.title, &row.reference, &row.ocid].into_iter().flatten().cloned();
    let services = row.services.iter().map(|ix| catalogue.services[*ix].id.clone());
    let supplier = row.supplier.supplier().map(|ix| catalogue.suppliers[ix].id.clone());
    let value = row.value.map(|value| value.amount.to_string());
    let urls = row.sources.iter().filter_map(|source| source.url.as_ref()).map(|url| url.as_str().to_owned());
    let known: Vec<String> =
        dates.chain(texts).chain(services).chain(supplier).chain(value).chain(urls).collect();
    blake3::hash(known.join("\n").as_bytes()).to_hex()[..6].to_owned()
}
