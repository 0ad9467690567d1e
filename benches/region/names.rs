//! Names that nobody has: put together from parts that are no place's, company's or product's.

const PLACES: [&[&str]; 3] = [
    &[
        "Quill", "Vorn", "Zel", "Brax", "Ulver", "Wexi", "Yarro", "Obber", "Fenni", "Glim", "Hobbi", "Jarl",
        "Kelpi", "Lumm", "Mizzle", "Nettli", "Ozzer", "Pinn", "Rassle", "Snick", "Tumble", "Ubble", "Vimm",
        "Wozzle", "Yonn",
    ],
    &[
        "ander", "obble", "ette", "imber", "under", "izzle", "oster", "uffle", "apple", "ingle", "erro",
        "ossom", "immer", "acre", "ennel", "ozen", "urrow", "amble", "iskin", "otter",
    ],
    &[
        "mere", "holt", "wick", "by", "haven", "ford", "combe", "fold", "stow", "ness", "gate", "wold",
        "hythe", "minster", "thwaite", "port", "cliffe", "barrow", "sands", "beck",
    ],
];

const COMPANIES: [&[&str]; 3] = [
    &[
        "Bramble", "Copper", "Dapple", "Ember", "Fathom", "Gossamer", "Hazel", "Inkwell", "Juniper",
        "Kestrel", "Larch", "Mallow", "Nimbus", "Osier", "Pebble", "Quartz", "Russet", "Saffron", "Thistle",
        "Umber", "Velvet", "Willow", "Yarrow", "Zephyr", "Acorn",
    ],
    &[
        "cast", "loom", "spire", "forge", "wharf", "mill", "gate", "field", "stone", "bridge", "crest",
        "lane", "well", "works", "yard", "ridge", "moor", "dale", "tide", "leaf",
    ],
    &[
        "Imaginary Software",
        "Imaginary Systems",
        "Pretend Technology",
        "Pretend Digital",
        "Invented Services",
        "Invented Data",
        "Made-up Solutions",
        "Made-up Group",
        "Fancied Computing",
        "Fancied Works",
    ],
];

const PRODUCTS: [&[&str]; 3] = [
    &[
        "Lantern",
        "Harbour",
        "Compass",
        "Beacon",
        "Anvil",
        "Bellows",
        "Cobbler",
        "Drover",
        "Easel",
        "Ferryman",
        "Granary",
        "Hamper",
        "Inglenook",
        "Jigsaw",
        "Kiln",
        "Lattice",
        "Meadow",
        "Needle",
        "Orchard",
        "Paddock",
        "Quiver",
        "Rudder",
        "Sextant",
        "Trellis",
        "Utensil",
        "Viaduct",
        "Weaver",
        "Yoke",
        "Almanac",
        "Bobbin",
    ],
    &[
        "folio", "book", "desk", "point", "track", "case", "line", "view", "path", "base", "hub", "flow",
        "log", "map", "store", "board", "sheet", "mark", "wise", "port", "keep", "loop", "cart", "page",
        "root",
    ],
    &[
        "",
        " Plus",
        " Online",
        " Suite",
        " Connect",
        " Central",
        " Direct",
        " Mobile",
        " Insight",
        " Classic",
        " Next",
        " Cloud",
        " Office",
        " Field",
        " Portal",
        " Records",
        " Pro",
        " Open",
        " Local",
        " Civic",
        " Core",
        " Team",
        " Works",
        " Studio",
        " One",
        " Exchange",
        " Assist",
        " Ledger",
    ],
];

pub fn place(index: usize) -> String {
    mixed(index, PLACES).concat()
}

pub fn company(index: usize) -> String {
    let [first, second, third] = mixed(index, COMPANIES);
    format!("{first}{second} {third}")
}

pub fn product(index: usize) -> String {
    mixed(index, PRODUCTS).concat()
}

/// One word of each list; each index has words of its own, and neighbours have little in common.
fn mixed(index: usize, lists: [&[&'static str]; 3]) -> [&'static str; 3] {
    let [first, second, third] = lists.map(<[&str]>::len);
    let all = first * second * third;
    assert!(index < all, "more names are wanted than there are");
    // A prime that divides none of the lists' lengths visits each combination once.
    let at = index * 7919 % all;
    [lists[0][at % first], lists[1][at / first % second], lists[2][at / first / second]]
}

/// A name as a record's id.
pub fn id(name: &str) -> String {
    let word = |word: &str| word.to_lowercase();
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(word)
        .collect::<Vec<_>>()
        .join("-")
}
