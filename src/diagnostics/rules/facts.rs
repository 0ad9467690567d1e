//! What facts say together: `CT3xx`.

use super::rules;

rules! {
    /// A contract that ends before it starts.
    END_BEFORE_START = "CT301" Error: "A contract can't end before it starts",
        "compare both dates with the source",
        wrong "start: 2027-04-01\nend: 2026-03-31",
        right "start: 2024-04-01\nend: 2026-03-31";
    /// Options that end before the contract does.
    MAX_BEFORE_END = "CT302" Error: "max_end is the end with every option used, so it can't come before end",
        "correct end, or set max_end to the last day with every option used, or leave it out",
        wrong "end: 2028-03-31\nmax_end: 2026-03-31",
        right "end: 2026-03-31\nmax_end: 2028-03-31";
    /// A live system that starts in the future.
    LIVE_IN_FUTURE = "CT303" Error: "A system that starts in the future is not live yet",
        "set lifecycle to planned or implementing, or correct since",
        wrong "lifecycle: live\nsince: 2031",
        right "lifecycle: planned\nsince: 2031";
    /// A retired system without an end.
    RETIRED_WITHOUT_UNTIL = "CT304" Warning: "Without an end nobody can tell when the system went",
        "add until: with the year, if a source tells it",
        wrong "lifecycle: retired",
        right "lifecycle: retired\nuntil: 2021";
    /// An end on a system that runs.
    UNTIL_ON_RUNNING = "CT305" Error: "Only a retired system, or one that is being replaced, has an end",
        "remove until, or set lifecycle to retired or replacing",
        wrong "lifecycle: live\nuntil: 2021",
        right "lifecycle: retired\nuntil: 2021";
    /// One deployment told twice.
    SAME_DEPLOYMENT = "CT306" Error: "The same system for the same service counts once in an authority",
        "merge the two items into one with both sources",
        wrong "- system: alder\n  services: [payroll]\n- system: alder\n  services: [payroll]",
        right "- system: alder\n  services: [payroll]";
    /// Two suppliers that are one company.
    SAME_COMPANY = "CT307" Error: "A company number belongs to one company, so these two records are one supplier or one number is wrong",
        "merge the two records and keep the old id in former_ids, or correct the number",
        wrong "# tern.yaml and turn.yaml both\n- {scheme: XX-REG, id: \"00000001\"}",
        right "# one record, tern.yaml\nformer_ids: [turn]";
    /// An identifier in the wrong form.
    IDENTIFIER_FORMAT = "CT308" Error: "An identifier in another form matches nothing in other registers",
        "copy the identifier from the register",
        wrong "- {scheme: XX-REG, id: \"1234\"}",
        right "- {scheme: XX-REG, id: \"00001234\"}";
    /// Two authorities on one tile.
    TILE_COLLISION = "CT309" Error: "Each authority needs a tile of its own on the map",
        "give one of them a free column and row",
        wrong "tile: [2, 2]  # and another authority has it too",
        right "tile: [2, 3]";
    /// A system used for a service that it does not list.
    UNDECLARED_SERVICE = "CT310" Warning: "A system's own page lists what it can serve, and this service is missing there",
        "add the service to the system's record, or correct it here",
        wrong "# systems/alder.yaml\nservices: [payroll]\n# in an authority\nservices: [payroll, ledger]",
        right "# systems/alder.yaml\nservices: [payroll, ledger]";
    /// A published fact without its source.
    NO_SOURCE = "CT311" Error: "A fact that no authority has stated needs a public source that readers can check",
        "add sources: with url, title and date",
        wrong "provenance: published",
        right "provenance: published\nsources:\n  - url: https://example.org/minutes\n    title: Minutes of the cabinet\n    date: 2026-03-02";
    /// A supplier that belongs to itself.
    PARENT_CYCLE = "CT312" Error: "A supplier can't belong to itself, not even through others",
        "correct parent in one of the records",
        wrong "# suppliers/tern.yaml\nparent: {supplier: tern}",
        right "# suppliers/tern.yaml\nparent: {supplier: tern-group}";
    /// A lead that is not among the members.
    LEAD_NOT_MEMBER = "CT313" Error: "The lead authority of a shared contract is one of its members",
        "add the lead to the members, or correct it",
        wrong "boroughs: [northpoint, mill-and-mere]\nlead: harbour-quay",
        right "boroughs: [northpoint, mill-and-mere]\nlead: northpoint";
    /// Shares that do not make a whole.
    SHARES = "CT314" Error: "Shares divide the contract among its members, so they name each of them and sum to 1",
        "give every member of the contract a share, with a sum of 1",
        wrong "shares: {northpoint: 0.5, mill-and-mere: 0.6}",
        right "shares: {northpoint: 0.4, mill-and-mere: 0.6}";
    /// A link that is not encrypted.
    PLAIN_HTTP = "CT315" Advice: "Readers of an unencrypted page can be watched or misled on the way",
        "use the https:// address if the site has one",
        wrong "url: http://example.org/minutes",
        right "url: https://example.org/minutes";
    /// A record that nobody has confirmed for long.
    STALE = "CT316" Advice: "The authority's last confirmation is older than site.yaml allows, so pages mark it",
        "ask the authority, then set checked: to the date",
        wrong "checked: 2021-05-04",
        right "checked: 2026-11-02";
    /// A shared contract with fewer than two members.
    NOT_SHARED = "CT317" Error: "contracts/ is for contracts that several authorities share",
        "move the contract into the authority's own file, or add the other members",
        wrong "# contracts/care.yaml\nboroughs: [northpoint]",
        right "# contracts/care.yaml\nboroughs: [northpoint, mill-and-mere]";
    /// A shared contract that an authority tells again.
    SHARED_AND_INLINE = "CT318" Error: "A contract that is told twice is counted twice",
        "name the shared contract by its id and remove the copy",
        wrong "contract: {ocid: ocds-abc123-000001}  # contracts/care.yaml has the same",
        right "contract: care";
    /// Two groups of rows that say the same.
    SAME_FACT = "CT319" Error: "The same skill, technology or service state is told twice in one file",
        "merge the two items",
        wrong "- technology: chatbots\n- technology: chatbots",
        right "- technology: chatbots";
    /// An address that nobody can visit.
    PLACEHOLDER_URL = "CT320" Advice: "Canonical addresses, the sitemap and citations are built from it",
        "set base_url to where the site is published, or give --base-url to the build",
        wrong "base_url: https://region.example/",
        right "the address at which the site is published";
    /// A service that is said not to apply, and a system for it.
    CONTRADICTION = "CT321" Error: "A service that an authority does not have needs no system, so one of the two is wrong",
        "remove the state under services:, or correct the system's services or lifecycle",
        wrong "- system: alder\n  services: [payroll]\n# and below\n- service: payroll\n  state: not-provided",
        right "- system: alder\n  services: [payroll]";
    /// A waiver whose time is over.
    WAIVER_EXPIRED = "CT322" Error: "A waiver is for a while, so that nobody forgets what it hides",
        "mend what it waives, or agree on another day",
        wrong "waivers: [{check: CT310, reason: Agreed with the owner, until: 2020-01-01}]",
        right "waivers: [{check: CT310, reason: Agreed with the owner, until: 2027-12-31}]";
    /// A waiver that waives nothing.
    WAIVER_UNUSED = "CT323" Warning: "A waiver that outlives its problem would hide the next one",
        "remove the waiver",
        wrong "waivers: [{check: CT310, reason: Agreed, until: 2027-12-31}]  # and nothing is wrong",
        right "no waiver";
    /// A waiver for a check that allows none.
    WAIVER_REFUSED = "CT324" Error: "Only rules about facts (CT3xx) and about safety (CT4xx) can be waived: a record that can't be read or counted can't be published",
        "mend the problem itself",
        wrong "waivers: [{check: CT201, reason: Will come, until: 2027-12-31}]",
        right "waivers: [{check: CT310, reason: Agreed, until: 2027-12-31}]";
}
