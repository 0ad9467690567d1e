//! Of how many suppliers an owner is on record: groups say no more than suppliers while hardly any is.

use crate::catalogue::{Ix, Supplier};
use crate::figures::Coverage;
use crate::figures::builder::Builder;
use crate::figures::groups::{Group, group_of};

/// Suppliers with a system or a contract on record.
pub(super) fn suppliers<'a>(b: &'a Builder) -> impl Iterator<Item = Ix<Supplier>> + 'a {
    let is_there = |ix: &Ix<Supplier>| {
        let footprint = b.figures.supplier(*ix);
        !footprint.deployments.is_empty() || !footprint.contracts.is_empty()
    };
    b.catalogue.suppliers.iter().map(|(ix, _)| ix).filter(is_there)
}

/// Of these, those whose owner, at the date of the site, is on record too.
pub(super) fn recorded(b: &Builder) -> Coverage {
    let c = b.catalogue;
    let mut owners = Coverage::default();
    for ix in suppliers(b) {
        owners.whole += 1;
        owners.part += usize::from(group_of(c, ix) != Group::Head(ix));
    }
    owners
}

/// What every figure by group says of it.
pub(super) fn sentence(b: &Builder) -> String {
    let owners = recorded(b);
    say!(
        "An owner is on record for {} of {}; each of the others counts as a group of its own.",
        b.format.count(owners.part),
        b.format.counted(owners.whole, "supplier", "suppliers")
    )
}

/// Why shares by group are withheld while too few owners are on record.
pub(super) fn too_few(b: &Builder) -> Option<String> {
    let owners = recorded(b);
    (owners.part < b.least()).then(|| {
        say!(
            "an owner is on record for only {} of {}, so that groups would repeat the suppliers",
            b.format.count(owners.part),
            b.format.counted(owners.whole, "supplier", "suppliers")
        )
    })
}
