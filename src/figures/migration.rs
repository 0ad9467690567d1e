//! Which system took over from which: what records state, what probably follows from an old and a new system for one
//! service in one authority; and which of those changes are the same move, or for the same service.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::coverage::newest_source;
use super::groups::group_of_supplied;
use crate::catalogue::{Borough, Catalogue, Deployment, Ix, Service, System};
use crate::content::records::{Date, GroupKind, Lifecycle};

/// Years between an old system and a new one after which nothing follows from them: about as long as a contract runs, so
/// another system may have come and gone.
pub const GAP_YEARS: u8 = 5;

/// One change of system.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The authority.
    pub borough: Ix<Borough>,
    /// The services that both served there; those of the new one, where a record states the change and they share none.
    pub services: Vec<Ix<Service>>,
    /// The system that went.
    pub from: Ix<System>,
    /// The system that came.
    pub to: Ix<System>,
    /// When the old one went.
    pub until: Option<Date>,
    /// That is only the date of a source which shows the new one, or the old one for the last time: it went by then.
    pub until_at_latest: bool,
    /// When the contract for the new one began; not of a later contract, nor of one for other services.
    pub contract_start: Option<Date>,
    /// When the new one came.
    pub since: Option<Date>,
    /// A source of the new system's record says that it took over from the old one; else the change is probable.
    pub stated: bool,
    /// The new system is not live yet.
    pub ahead: bool,
    /// Whether both systems are of one supplier, of one group of them, or in-house; none where one names no supplier.
    pub same_supplier: Option<bool>,
    /// From the month in which the old one went to that in which the new one came, where both are known to the month;
    /// below 0 where they ran side by side.
    pub months: Option<i32>,
    /// The record of the old system; a statement needs none.
    pub old: Option<Ix<Deployment>>,
    /// The record of the new system.
    pub new: Ix<Deployment>,
}

/// Every change, by authority.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Migration> {
    let mut all = Vec::new();
    for (_, borough) in catalogue.boroughs.iter() {
        let ledger = Ledger::of(catalogue, &borough.deployments);
        let mut own: Vec<Migration> =
            ledger.changes.iter().filter_map(|change| ledger.migration(change)).collect();
        own.sort_by_key(|row| (row.new, row.old));
        all.extend(own);
    }
    all
}

/// From an old record to a new one, for some services.
struct Change {
    /// The record of the new system names the old one.
    named: bool,
    from: Ix<System>,
    old: Option<Ix<Deployment>>,
    new: Ix<Deployment>,
    services: BTreeSet<Ix<Service>>,
}

/// What the records of one authority tell of changes.
struct Ledger<'a> {
    catalogue: &'a Catalogue,
    /// One for each record that names the system that it took over from, whatever has become of either; and what is over,
    /// or about to be, beside what is in use, or about to be, for the same service.
    changes: Vec<Change>,
    steps: Steps,
}

/// An old record for a service, where there is one.
type Old = (Ix<Service>, Option<Ix<Deployment>>);

/// The changes by service, so that nobody looks through all of them for each.
#[derive(Default)]
struct Steps {
    /// The new ones that name what they took over from.
    named_new: HashSet<(Ix<Service>, Ix<Deployment>)>,
    /// The systems that are named so.
    named_from: HashSet<(Ix<Service>, Ix<System>)>,
    /// From which to which.
    all: HashSet<(Ix<Service>, Ix<Deployment>, Ix<Deployment>)>,
    /// What came after an old one and has a successor itself.
    between: HashMap<Old, Vec<Ix<Deployment>>>,
}

impl Steps {
    fn of(changes: &[Change]) -> Self {
        let mut steps = Self::default();
        let each = || changes.iter().flat_map(|one| one.services.iter().map(move |service| (*service, one)));
        let mut olds = HashSet::new();
        for (service, one) in each() {
            if one.named {
                steps.named_new.insert((service, one.new));
                steps.named_from.insert((service, one.from));
            }
            if let Some(old) = one.old {
                steps.all.insert((service, old, one.new));
                olds.insert((service, old));
            }
        }
        for (service, one) in each().filter(|(service, one)| olds.contains(&(*service, one.new))) {
            steps.between.entry((service, one.old)).or_default().push(one.new);
        }
        steps
    }
}

impl<'a> Ledger<'a> {
    fn of(catalogue: &'a Catalogue, rows: &[Ix<Deployment>]) -> Self {
        let named = rows.iter().filter_map(|new| named(catalogue, rows, *new));
        let pairs = rows.iter().flat_map(|new| rows.iter().map(move |old| (*old, *new)));
        let probable = pairs.filter_map(|(old, new)| probable(catalogue, old, new));
        let changes: Vec<Change> = named.chain(probable).collect();
        Self { catalogue, steps: Steps::of(&changes), changes }
    }

    /// The change as it is told; nothing where something else came before or after, or too long a time between.
    fn migration(&self, change: &Change) -> Option<Migration> {
        let mut services = change.services.clone();
        if !change.named {
            services.retain(|service| !self.is_told_otherwise(change, *service));
            if services.is_empty() || self.are_far_apart(change) {
                return None;
            }
        }
        let c = self.catalogue;
        let (old, new) = (change.old.map(|ix| &c.deployments[ix]), &c.deployments[change.new]);
        let until = old.and_then(|old| old.until);
        let at_latest = until
            .zip(old)
            .is_some_and(|(until, old)| old.until_at_latest() || is_date_of_a_source(c, until, old, new));
        let services: Vec<_> = services.into_iter().collect();
        Some(Migration {
            borough: new.borough,
            contract_start: contract_start(c, until, &services, new),
            services,
            from: change.from,
            to: new.system,
            until,
            until_at_latest: at_latest,
            since: new.since,
            stated: change.named && !new.replaces_by_inference(),
            ahead: is_ahead(new),
            same_supplier: same_supplier(c, change.from, new.system),
            months: months_between(until.filter(|_| !at_latest), new.since),
            old: change.old,
            new: change.new,
        })
    }

    /// Whether a record says what came before the new system or after the old one, or a third one came between them.
    fn is_told_otherwise(&self, change: &Change, service: Ix<Service>) -> bool {
        let steps = &self.steps;
        let is_between = |third: &Ix<Deployment>| {
            *third != change.new && steps.all.contains(&(service, *third, change.new))
        };
        steps.named_new.contains(&(service, change.new))
            || steps.named_from.contains(&(service, change.from))
            || steps.between.get(&(service, change.old)).is_some_and(|thirds| thirds.iter().any(is_between))
    }

    /// Whether it is certain that more than [`GAP_YEARS`] lie between the two.
    fn are_far_apart(&self, change: &Change) -> bool {
        let until = change.old.and_then(|ix| self.catalogue.deployments[ix].until);
        let Some((until, known)) = until.zip(first_known(self.catalogue, change.new)) else { return false };
        let after = |date: Date| date.last_day().saturating_add(i32::from(GAP_YEARS).years());
        after(until) < known.first_day() || after(known) < until.first_day()
    }
}

fn named(catalogue: &Catalogue, rows: &[Ix<Deployment>], new_ix: Ix<Deployment>) -> Option<Change> {
    let new = &catalogue.deployments[new_ix];
    let from = new.replaces.filter(|from| *from != new.system)?;
    let shared = |ix: &Ix<Deployment>| shared(&catalogue.deployments[*ix], new);
    let old: Vec<Ix<Deployment>> =
        rows.iter().filter(|ix| catalogue.deployments[**ix].system == from).copied().collect();
    let mut services: BTreeSet<Ix<Service>> = old.iter().flat_map(shared).collect();
    if services.is_empty() {
        services.extend(&new.services);
    }
    let serves_the_same = old.iter().find(|ix| !shared(ix).is_empty());
    Some(Change { named: true, from, old: serves_the_same.or(old.first()).copied(), new: new_ix, services })
}

fn probable(catalogue: &Catalogue, old_ix: Ix<Deployment>, new_ix: Ix<Deployment>) -> Option<Change> {
    let (old, new) = (&catalogue.deployments[old_ix], &catalogue.deployments[new_ix]);
    let gone =
        old.lifecycle == Lifecycle::Retired || (is_ahead(new) && old.lifecycle == Lifecycle::Replacing);
    let come = is_ahead(new) || new.is_current();
    let mut services = shared(old, new);
    services.retain(|service| !stand_side_by_side(catalogue, *service));
    let change = Change { named: false, from: old.system, old: Some(old_ix), new: new_ix, services };
    (gone && come && old.system != new.system && !change.services.is_empty()).then_some(change)
}

fn shared(old: &Deployment, new: &Deployment) -> BTreeSet<Ix<Service>> {
    new.services.iter().filter(|service| old.services.contains(service)).copied().collect()
}

/// Other systems stand on those of such a service: an authority runs several at once, and one that went needs no successor.
fn stand_side_by_side(catalogue: &Catalogue, service: Ix<Service>) -> bool {
    catalogue.groups[catalogue.services[service].group].kind == GroupKind::Technology
}

fn is_ahead(new: &Deployment) -> bool {
    matches!(new.lifecycle, Lifecycle::Planned | Lifecycle::Implementing)
}

/// When a system came; where nobody says, the earliest date of a source that names it or of its contract.
fn first_known(catalogue: &Catalogue, ix: Ix<Deployment>) -> Option<Date> {
    let row = &catalogue.deployments[ix];
    let contract = row.contract.and_then(|ix| catalogue.contracts[ix].start);
    let dates = row.sources.iter().filter_map(|source| source.date).chain(contract);
    row.since.or_else(|| dates.min_by_key(|date| (date.first_day(), date.last_day())))
}

/// A contract that began after the change is a later one, and one for other services may be that of another part.
fn contract_start(
    catalogue: &Catalogue,
    until: Option<Date>,
    services: &[Ix<Service>],
    new: &Deployment,
) -> Option<Date> {
    let contract = &catalogue.contracts[new.contract?];
    if !contract.services.iter().any(|ix| services.contains(ix)) {
        return None;
    }
    let start = contract.start?;
    let change = new.since.or(until);
    change.is_none_or(|change| start.first_day() <= change.last_day()).then_some(start)
}

/// Whether an end of an old record is nothing but the date of a source: of the first that shows the new system, or of the
/// last that shows the old one; and neither the old contract's end nor the new system's beginning.
fn is_date_of_a_source(catalogue: &Catalogue, until: Date, old: &Deployment, new: &Deployment) -> bool {
    let is_in = |day: Day| day >= until.first_day() && day <= until.last_day();
    let began = |date: Option<Date>| date.is_some_and(|date| is_in(date.first_day()));
    let first = new.sources.iter().filter_map(|source| source.date).map(Date::first_day).min();
    let last = newest_source(&old.sources);
    let told = [first, last].into_iter().flatten().any(is_in);
    told && !began(new.since) && !began(old.contract.and_then(|ix| catalogue.contracts[ix].end))
}

fn same_supplier(catalogue: &Catalogue, from: Ix<System>, to: Ix<System>) -> Option<bool> {
    let group = |ix: Ix<System>| group_of_supplied(catalogue, catalogue.systems[ix].supplier);
    group(from).zip(group(to)).map(|(from, to)| from == to)
}

fn months_between(until: Option<Date>, since: Option<Date>) -> Option<i32> {
    let month = |date: Date| Some(12 * i32::from(date.year()) + i32::from(date.month()?));
    Some(month(since?)? - month(until?)?)
}

/// A move from one system to another, and every authority that made it or is about to.
#[derive(Clone, Debug)]
pub struct Move {
    /// The system that went.
    pub from: Ix<System>,
    /// The system that came.
    pub to: Ix<System>,
    /// The services that it was for.
    pub services: BTreeSet<Ix<Service>>,
    /// Authorities that made it.
    pub made: BTreeSet<Ix<Borough>>,
    /// Authorities in which the new system is not live yet, and that have not made the move for another service.
    pub ahead: BTreeSet<Ix<Borough>>,
    /// Those of all these whose record states it; of the others it is probable.
    pub stated: BTreeSet<Ix<Borough>>,
    /// Whether both systems are of one supplier, of one group of them, or in-house; none where one names no supplier.
    pub same_supplier: Option<bool>,
}

impl Move {
    /// Authorities that made it or are about to.
    #[must_use]
    pub fn boroughs(&self) -> usize {
        self.made.len() + self.ahead.len()
    }
}

/// Moves, those of the most authorities first.
pub(super) fn moves(migrations: &[Migration]) -> Vec<Move> {
    let mut moves: BTreeMap<(Ix<System>, Ix<System>), Move> = BTreeMap::new();
    for row in migrations {
        let entry = moves.entry((row.from, row.to)).or_insert_with(|| Move {
            from: row.from,
            to: row.to,
            services: BTreeSet::new(),
            made: BTreeSet::new(),
            ahead: BTreeSet::new(),
            stated: BTreeSet::new(),
            same_supplier: row.same_supplier,
        });
        entry.stated.extend(row.stated.then_some(row.borough));
        entry.services.extend(&row.services);
        let boroughs = if row.ahead { &mut entry.ahead } else { &mut entry.made };
        boroughs.insert(row.borough);
    }
    let mut moves: Vec<Move> = moves.into_values().collect();
    for row in &mut moves {
        row.ahead.retain(|borough| !row.made.contains(borough));
    }
    moves.sort_by_key(|row| (Reverse((row.boroughs(), row.made.len())), row.from, row.to));
    moves
}

/// Changes of system for one service.
#[derive(Clone, Debug)]
pub struct ServiceChanges {
    /// The service.
    pub service: Ix<Service>,
    /// Its changes: the same moves beside each other, those of the most authorities first.
    pub changes: Vec<Migration>,
    /// Authorities that they are of.
    pub boroughs: BTreeSet<Ix<Borough>>,
}

/// Changes by service, in the order of services; a change for two services stands under both.
pub(super) fn by_service(migrations: &[Migration]) -> Vec<ServiceChanges> {
    let mut services: BTreeMap<Ix<Service>, Vec<Migration>> = BTreeMap::new();
    for row in migrations {
        for service in &row.services {
            services.entry(*service).or_default().push(row.clone());
        }
    }
    let changes = |(service, mut changes): (Ix<Service>, Vec<Migration>)| {
        let order = moves(&changes);
        let place = |row: &Migration| order.iter().position(|one| (one.from, one.to) == (row.from, row.to));
        changes.sort_by_key(|row| (place(row), row.ahead, row.borough));
        let boroughs = changes.iter().map(|row| row.borough).collect();
        ServiceChanges { service, changes, boroughs }
    };
    services.into_iter().map(changes).collect()
}
