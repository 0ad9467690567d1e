//! Files that pages load, under names that tell their bytes, so that a browser may keep each for ever.
//!
//! A script imports another by the name of its file, `import "./words.js"`, as an editor, `node --test` and a plain
//! folder understand it. Here such a name becomes the fingerprinted one, before the importing script gets its own name:
//! a change in a module gives new names to all that load it. The alternative, addresses in `data-` attributes of the
//! page, would make every import a dynamic one and tell each page what only the scripts have to know.

use std::collections::BTreeMap;

use super::theme::ThemeError;

/// Characters of a fingerprint: 40 bits tell a site's few files apart for good.
const FINGERPRINT: usize = 10;

/// A file that pages load.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Address from the site's root, with a fingerprint of the bytes.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Asset {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { path: fingerprinted(&format!("assets/{name}"), &bytes), bytes }
    }
}

/// All files of a theme by their names, with every script's imports led to the new names.
pub(super) fn named(files: BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Asset>, ThemeError> {
    let mut naming = Naming { files, named: BTreeMap::new(), underway: Vec::new() };
    let names: Vec<String> = naming.files.keys().cloned().collect();
    names.iter().try_for_each(|name| naming.name(name))?;
    Ok(naming.named)
}

struct Naming {
    files: BTreeMap<String, Vec<u8>>,
    named: BTreeMap<String, Asset>,
    /// Scripts that wait for the names of those they import, the outermost first.
    underway: Vec<String>,
}

impl Naming {
    fn name(&mut self, name: &str) -> Result<(), ThemeError> {
        if self.named.contains_key(name) {
            return Ok(());
        }
        if self.underway.iter().any(|waiting| waiting == name) {
            return Err(ThemeError::Asset(format!(
                "assets/{name} imports itself by way of {}: neither name could be known before the other",
                self.underway.join(", ")
            )));
        }
        let mut bytes = self.files.get(name).cloned().unwrap_or_default();
        if name.ends_with(".js") {
            self.underway.push(name.to_owned());
            bytes = self.linked(name, &bytes)?.into_bytes();
            self.underway.pop();
        }
        self.named.insert(name.to_owned(), Asset::new(name, bytes));
        Ok(())
    }

    /// A script whose imports name the files as they are published.
    fn linked(&mut self, name: &str, bytes: &[u8]) -> Result<String, ThemeError> {
        let text = String::from_utf8_lossy(bytes);
        let mut linked = String::with_capacity(text.len());
        let mut rest = text.as_ref();
        while let Some((before, import)) = next_import(rest) {
            if !self.files.contains_key(import) {
                let line = 1 + text[..text.len() - rest.len() + before.len()].matches('\n').count();
                return Err(ThemeError::Asset(format!(
                    "assets/{name}:{line} imports ./{import}, which the theme does not have"
                )));
            }
            self.name(import)?;
            linked.push_str(before);
            linked.push_str(self.named[import].path.trim_start_matches("assets/"));
            rest = &rest[before.len() + import.len()..];
        }
        linked.push_str(rest);
        Ok(linked)
    }
}

/// The text up to the next quoted `./name.js`, its `./` included, and that name.
fn next_import(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("./") {
        let start = from + at + "./".len();
        let quote = text[..from + at].chars().next_back().filter(|sign| matches!(sign, '"' | '\''));
        let import = quote.and_then(|quote| text[start..].split_once(quote)).map(|(import, _)| import);
        if let Some(import) = import.filter(|import| import.ends_with(".js") && !import.contains('\n')) {
            return Some((&text[..start], import));
        }
        from = start;
    }
    None
}

/// `assets/site.css` to `assets/site.0123456789.css`
#[must_use]
pub fn fingerprinted(path: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..FINGERPRINT];
    match path.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{path}.{hash}"),
    }
}

/// Whether an address is the one that a theme's file of these bytes has.
#[must_use]
pub fn tells_its_bytes(path: &str, bytes: &[u8]) -> bool {
    let Some((stem, ending)) = path.rsplit_once('.') else { return false };
    let named = stem.rsplit_once('.').filter(|_| path.starts_with("assets/"));
    let with_ending = named.map(|(stem, _)| format!("{stem}.{ending}"));
    [with_ending.as_deref(), Some(stem)].into_iter().flatten().any(|own| fingerprinted(own, bytes) == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        of.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn imports_lead_to_the_published_names() {
        let named = named(files(&[
            ("a.js", "import { b } from \"./b.js\";\nimport('./c.js'); // see ./b.js\n"),
            ("b.js", "export const b = 1;\n"),
            ("c.js", "import './b.js';"),
        ]));
        let named = named.expect("all names are there");
        let base = |name: &str| named[name].path["assets/".len()..].to_owned();
        let expected = format!(
            "import {{ b }} from \"./{}\";\nimport('./{}'); // see ./b.js\n",
            base("b.js"),
            base("c.js")
        );
        assert_eq!(String::from_utf8_lossy(&named["a.js"].bytes), expected);
    }

    #[test]
    fn a_change_renames_all_that_import_it() {
        let name =
            |b: &str| named(files(&[("a.js", "import './b.js'"), ("b.js", b)])).unwrap()["a.js"].path.clone();
        assert_ne!(name("1"), name("2"));
    }

    #[test]
    fn a_missing_module_and_a_circle_are_told() {
        let said = |of: &[(&str, &str)]| named(files(of)).map(|_| ()).unwrap_err().to_string();
        assert!(said(&[("a.js", "import './gone.js'")]).contains("./gone.js"));
        assert!(said(&[("a.js", "import './b.js'"), ("b.js", "import './a.js'")]).contains("imports itself"));
    }
}
