//! The registry of everything that can be reported. A code never changes its meaning and is never used again.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Published, but should be mended.
    Warning,
    /// Published; an improvement worth knowing.
    Advice,
}

/// One thing that can be wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, `CT` and three digits; the first digit is the family.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: why it matters.
    pub why: &'static str,
    /// One sentence: what to do.
    pub remedy: &'static str,
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal $severity:ident: $why:literal, $remedy:literal;)+) => {
        $($(#[doc = $doc])+ pub static $name: Rule =
            Rule { code: $code, severity: Severity::$severity, why: $why, remedy: $remedy };)+
        /// Every rule, in the order of its code.
        pub static ALL: &[&Rule] = &[$(&$name),+];
    };
}

rules! {
    // CT0xx: the file and its syntax.
    /// A file that is not text in UTF-8.
    NOT_UTF8 = "CT001" Error: "Records are read as UTF-8 text, so that names keep their accents everywhere",
        "save the file again with the encoding UTF-8";
    /// Text that is not YAML.
    SYNTAX = "CT002" Error: "The file can't be read past this place, so what follows it is not checked yet",
        "compare the indentation and punctuation with a record that works";
    /// A file without content.
    EMPTY = "CT003" Error: "An empty file has no record in it",
        "fill it in, or delete the file";
    /// A file that is larger than any record.
    TOO_LARGE = "CT004" Error: "A record is a few kilobytes; a file this large is a mistake or an attack",
        "split the file, or remove what does not belong to the record";
    /// YAML's anchors, aliases and tags.
    ANCHOR = "CT005" Error: "Records are read by people and simple tools, so YAML's anchors, aliases and tags are not used",
        "write the value out";
    /// A file that has no place in the content folder.
    STRAY_FILE = "CT006" Error: "A file that the program does not know would be left out without a word",
        "move it where content/README.md says, or delete it";
    /// A file name that can't be an id.
    BAD_ID = "CT007" Error: "A file's name is the record's id and part of its address",
        "use a to z, 0 to 9 and single hyphens, at most 64 characters, and end with .yaml or .md";
    /// A chapter or page without its head.
    FRONT_MATTER = "CT008" Error: "A chapter or page opens with its title and description between two lines of ---",
        "begin the file with --- on a line, then title: and description:, then --- on a line";

    /// A file that every region needs.
    MISSING_FILE = "CT009" Error: "Every region has this file; records refer to it",
        "add the file";

    /// A frozen release that can't be read.
    RELEASE = "CT010" Error: "A release is the site's memory of a day: `citytools release` writes it as releases/<date>.json, and nobody changes it afterwards",
        "bring the file back as it was written, or delete it";

    // CT1xx: the shape of a record.
    /// A key that no record of this kind has.
    UNKNOWN_KEY = "CT101" Error: "A key that the program does not know would be ignored without a word",
        "correct the key, or remove it";
    /// A key that the record needs.
    MISSING_KEY = "CT102" Error: "The record can't be understood without it",
        "add the key";
    /// A list where text should be, and the like.
    WRONG_TYPE = "CT103" Error: "The value has another form than this key takes",
        "write the value in the form that content/README.md shows for this key";
    /// A word that is not in a code list.
    UNKNOWN_WORD = "CT104" Error: "This key takes one of a few words, so that records can be counted together",
        "use one of the words";
    /// A date that is none.
    BAD_DATE = "CT105" Error: "Dates are compared and counted, so they need one form",
        "write 2027, 2027-03 or 2027-03-31, as exactly as the source says";
    /// An address that is none.
    BAD_URL = "CT106" Error: "The address becomes a link that readers follow",
        "write the whole address, beginning with https://";
    /// The same key twice.
    DUPLICATE_KEY = "CT107" Error: "Only one of the two values could count, and nobody sees which",
        "keep one of them";
    /// A value that its key can't take.
    BAD_VALUE = "CT108" Error: "The value is outside of what this key takes",
        "correct the value";

    // CT2xx: references.
    /// A system that has no record.
    UNKNOWN_SYSTEM = "CT201" Error: "A deployment names a system by the id of its file under systems/",
        "correct the id, or add systems/<id>.yaml";
    /// A supplier that has no record.
    UNKNOWN_SUPPLIER = "CT202" Error: "A supplier is named by the id of its file under suppliers/",
        "correct the id, or add suppliers/<id>.yaml";
    /// A service that is not in the taxonomy.
    UNKNOWN_SERVICE = "CT203" Error: "A service is named by its id in services.yaml",
        "correct the id; services.yaml lists them all";
    /// A borough that has no record.
    UNKNOWN_BOROUGH = "CT204" Error: "An authority is named by the id of its file under boroughs/",
        "correct the id, or add boroughs/<id>.yaml";
    /// A shared contract that has no record.
    UNKNOWN_CONTRACT = "CT205" Error: "A shared contract is named by the id of its file under contracts/",
        "correct the id, write the contract here in full, or add contracts/<id>.yaml";
    /// A framework that is not listed.
    UNKNOWN_FRAMEWORK = "CT206" Error: "A framework is named by its id in frameworks.yaml",
        "correct the id, or add the framework to frameworks.yaml";
    /// A skill that is not listed.
    UNKNOWN_SKILL = "CT207" Error: "A skill is named by its id in skills.yaml",
        "correct the id; skills.yaml lists them all";
    /// A technology that is not listed.
    UNKNOWN_TECHNOLOGY = "CT208" Error: "A technology is named by its id in technologies.yaml",
        "correct the id; technologies.yaml lists them all";
    /// An area that the region does not have.
    UNKNOWN_AREA = "CT209" Error: "An area is named by its id in site.yaml",
        "use one of the areas of site.yaml, or add it there";
    /// One id for two things.
    DUPLICATE_ID = "CT210" Error: "An id names one thing only, also after a record is renamed",
        "choose another id for one of the two";
    /// A shared contract that leaves out one of its users.
    NOT_A_MEMBER = "CT211" Error: "A shared contract lists every authority that uses it, so that it is counted once",
        "add the authority to the contract's boroughs, or name another contract";

    /// A word that the glossary does not explain.
    UNKNOWN_TERM = "CT212" Error: "A term of the glossary leads to others by their ids in glossary.yaml",
        "correct the id, or explain the term too";

    // CT3xx: rules about the facts.
    /// A contract that ends before it starts.
    END_BEFORE_START = "CT301" Error: "A contract can't end before it starts",
        "compare both dates with the source";
    /// Options that end before the contract does.
    MAX_BEFORE_END = "CT302" Error: "max_end is the end with every option used, so it can't come before end",
        "compare both dates with the source";
    /// A live system that starts in the future.
    LIVE_IN_FUTURE = "CT303" Error: "A system that starts in the future is not live yet",
        "set lifecycle to planned or implementing, or correct since";
    /// A retired system without an end.
    RETIRED_WITHOUT_UNTIL = "CT304" Warning: "Without an end nobody can tell when the system went",
        "add until: with the year, if a source tells it";
    /// An end on a system that runs.
    UNTIL_ON_RUNNING = "CT305" Error: "Only a retired system, or one that is being replaced, has an end",
        "remove until, or set lifecycle to retired or replacing";
    /// One deployment told twice.
    SAME_DEPLOYMENT = "CT306" Error: "The same system for the same service counts once in a borough",
        "merge the two items into one with both sources";
    /// Two suppliers that are one company.
    SAME_COMPANY = "CT307" Error: "A company number belongs to one company, so these two records are one supplier or one number is wrong",
        "merge the two records and keep the old id in former_ids, or correct the number";
    /// An identifier in the wrong form.
    IDENTIFIER_FORMAT = "CT308" Error: "An identifier in another form matches nothing in other registers",
        "copy the identifier from the register";
    /// Two authorities on one tile.
    TILE_COLLISION = "CT309" Error: "Each authority needs a tile of its own on the map",
        "give one of them a free column and row";
    /// A system used for a service that it does not list.
    UNDECLARED_SERVICE = "CT310" Warning: "A system's own page lists what it can serve, and this service is missing there",
        "add the service to the system's record, or correct it here";
    /// A published fact without its source.
    NO_SOURCE = "CT311" Error: "A fact that no authority has stated needs a public source that readers can check",
        "add sources: with url, title and date";
    /// A supplier that belongs to itself.
    PARENT_CYCLE = "CT312" Error: "A supplier can't belong to itself, not even through others",
        "correct parent in one of the records";
    /// A lead that is not among the members.
    LEAD_NOT_MEMBER = "CT313" Error: "The lead authority of a shared contract is one of its members",
        "add the lead to boroughs, or correct it";
    /// Shares that do not make a whole.
    SHARES = "CT314" Error: "Shares divide the contract among its boroughs, so they name each of them and sum to 1",
        "give every borough of the contract a share, with a sum of 1";
    /// A link that is not encrypted.
    PLAIN_HTTP = "CT315" Advice: "Readers of an unencrypted page can be watched or misled on the way",
        "use the https:// address if the site has one";
    /// A record that nobody has confirmed for long.
    STALE = "CT316" Advice: "The borough's last confirmation is older than site.yaml allows, so pages mark it",
        "ask the borough, then set checked: to the date";
    /// A shared contract with fewer than two members.
    NOT_SHARED = "CT317" Error: "contracts/ is for contracts that several authorities share",
        "move the contract into the authority's own file, or add the other members";
    /// A shared contract that a borough tells again.
    SHARED_AND_INLINE = "CT318" Error: "A contract that is told twice is counted twice",
        "name the shared contract by its id and remove the copy";
    /// Two groups of rows that say the same.
    SAME_FACT = "CT319" Error: "The same skill, technology or service state is told twice in one file",
        "merge the two items";
    /// An address that nobody can visit.
    PLACEHOLDER_URL = "CT320" Advice: "Canonical addresses, the sitemap and citations are built from it",
        "set base_url to where the site is published, or give --base-url to the build";
    /// A service that is said not to apply, and a system for it.
    CONTRADICTION = "CT321" Error: "A service that an authority does not have needs no system, so one of the two is wrong",
        "remove the state under services:, or correct the system's services or lifecycle";

    // CT5xx: text.
    /// HTML in text.
    RAW_HTML = "CT501" Error: "Raw HTML could carry a script to readers, so text is plain Markdown",
        "write it in Markdown";
    /// A link that runs something.
    UNSAFE_LINK = "CT502" Error: "Links go to pages: https:, http:, mailto: or an address of this site",
        "use the page's own address";
    /// A figure that nobody computes.
    UNKNOWN_FIGURE = "CT503" Error: "Text quotes figures by id, so that numbers can't drift from the records",
        "correct the id; the method page lists every figure";
    /// A link within the site that leads nowhere.
    UNKNOWN_PAGE = "CT504" Error: "The link leads to a page that this site does not have",
        "correct the address, from the site's root with a slash at both ends";
    /// A heading that breaks the outline.
    HEADING = "CT505" Error: "The page's title is its only first-level heading, and levels are not skipped, so that screen readers can navigate",
        "begin with ##, and go one level deeper at a time";
    /// A note that is more than paragraphs.
    NOTE_BLOCK = "CT506" Error: "A note stands within a row of a table, where headings, tables and footnotes have no place",
        "write it as plain paragraphs";
    /// A number that a figure provides.
    TYPED_NUMBER = "CT507" Error: "A number that is typed stays behind when the records move, so text quotes the figure",
        "quote the figure: {fig:ID}";
    /// A figure that has no number for now.
    WITHHELD_FIGURE = "CT508" Error: "A share of a few records would change with each one, so it is not printed and the text needs other words",
        "say what to print meanwhile: {fig:ID else Too little is known yet.}";
}
