//! Other names of records: what people may know something by, and look for.

use super::{Borough, Framework, GlossaryTerm, Service, Skill, Supplier, System, Technology};

/// Something with a name, and perhaps other ones.
pub trait Named {
    /// The name that pages use.
    fn name(&self) -> &str;
    /// All other names in the record, the same one twice included.
    fn all_other_names(&self) -> Vec<&str>;

    /// Other names, each once and none of them the name itself, whatever the case of their letters.
    fn other_names(&self) -> Vec<&str> {
        let mut taken = vec![self.name().to_lowercase()];
        let mut names = self.all_other_names();
        names.retain(|name| {
            let key = name.to_lowercase();
            let is_new = !key.trim().is_empty() && !taken.contains(&key);
            taken.push(key);
            is_new
        });
        names
    }
}

macro_rules! named {
    ($($kind:ty: $name:ident, |$row:ident| $others:expr;)+) => {$(
        impl Named for $kind {
            fn name(&self) -> &str {
                &self.$name
            }
            fn all_other_names(&self) -> Vec<&str> {
                let $row = self;
                $others
            }
        }
    )+};
}

named! {
    Borough: name, |row| row.official_name.iter().chain(&row.short_name).map(String::as_str).collect();
    Service: name, |row| row.aliases.iter().map(String::as_str).collect();
    System: name, |row| row.aliases.iter().map(String::as_str).collect();
    Supplier: name, |row| row.former_names.iter().chain(&row.legal_name).map(String::as_str).collect();
    Skill: name, |row| row.gdad.iter().map(String::as_str).collect();
    Technology: name, |_row| Vec::new();
    Framework: name, |row| row.reference.iter().map(String::as_str).collect();
    GlossaryTerm: term, |row| row.aliases.iter().map(String::as_str).collect();
}
