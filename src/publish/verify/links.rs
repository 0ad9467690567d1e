//! Where the addresses in a site's files lead.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use memchr::{memchr_iter, memchr2};
use rayon::prelude::*;

use super::other::Other;
use super::page::Page;
use super::{Fault, Kept, is_page, path_of, read, read_other};

/// The files of a site, each known by its number.
pub(super) struct Files<'a> {
    pub(super) names: Vec<&'a str>,
    by_path: HashMap<&'a str, FileNumber>,
}

/// Half as long as a place in memory: each page has a hundred of them.
pub(super) type FileNumber = u32;

impl<'a> Files<'a> {
    pub(super) fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.collect();
        let by_path = (0..).zip(&names).map(|(number, file)| (path_of(file), number)).collect();
        Self { names, by_path }
    }

    pub(super) fn name(&self, number: FileNumber) -> &'a str {
        self.names[number as usize]
    }

    pub(super) fn number(&self, file: &str) -> Option<FileNumber> {
        self.by_path.get(path_of(file)).copied().filter(|number| self.name(*number) == file)
    }

    /// The file that an address leads to which goes up to the site's root and down to a file, as this program writes them.
    /// Nothing says nothing: there are other ways to the same file.
    fn down_from_root(&self, from: &str, address: &str) -> Option<FileNumber> {
        const UP: &str = "../../../../../../../../";
        let depth = memchr_iter(b'/', from.as_bytes()).count();
        let down = address.strip_prefix(UP.get(..3 * depth)?)?;
        let end = memchr2(b'#', b'?', down.as_bytes()).unwrap_or(down.len());
        if depth == 0 && end == 0 {
            // It stays where it is.
            return None;
        }
        if down.as_bytes().get(end) == Some(&b'?') {
            return None;
        }
        self.by_path.get(&down[..end]).copied()
    }
}

pub(super) struct Site<'a> {
    pub(super) files: &'a Files<'a>,
    pub(super) home: &'a str,
}

/// The files that a file leads to, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) targets: Vec<FileNumber>,
    /// Those of other files in which an address names an id, which may not be there.
    pub(super) ids: Vec<(FileNumber, Id)>,
    pub(super) faults: Vec<Fault>,
}

impl Site<'_> {
    pub(super) fn looked(&self, file: &str, page: &Page) -> Looked {
        let has_id = |id: &str| page.unread || page.ids.contains(id);
        let mut looked = self.looked_for(file, &has_id, &page.faults, &page.addresses, &page.loaded);
        let fault = |what| Fault { file: file.to_owned(), what };
        looked.faults.extend(self.wrong_address(file, page).map(fault));
        looked
    }

    pub(super) fn looked_at_other(&self, file: &str, other: &Other) -> Looked {
        self.looked_for(file, &|_| true, &other.faults, &other.addresses, &other.loaded)
    }

    /// The files that a script may ask for.
    pub(super) fn asked_for(&self, by: &Other) -> Vec<FileNumber> {
        if by.asked_for.is_empty() {
            return Vec::new();
        }
        let fits = |file: &str| !is_page(file) && by.asked_for.iter().any(|pattern| fits(pattern, file));
        let files = (0..).zip(&self.files.names);
        files.filter(|(_, file)| fits(file)).map(|(number, _)| number).collect()
    }

    fn looked_for(
        &self,
        file: &str,
        has_id: &dyn Fn(&str) -> bool,
        faults: &[String],
        addresses: &[String],
        loaded: &[String],
    ) -> Looked {
        let fault = |what: String| Fault { file: file.to_owned(), what };
        let mut looked = Looked { faults: faults.iter().cloned().map(fault).collect(), ..Looked::default() };
        for address in addresses {
            match self.target(file, address) {
                Ok(None) => {}
                Ok(Some(target)) => {
                    looked.targets.push(target);
                    match id_in(address) {
                        Some(id) if self.files.name(target) != file => looked.ids.push((target, Id::of(id))),
                        Some(id) if !has_id(id) => looked.faults.push(fault(missed_id(address))),
                        _ => {}
                    }
                }
                Err(why) => looked.faults.push(fault(format!("`{address}` {why}"))),
            }
        }
        let is_foreign = |address: &&String| matches!(self.place(file, address), Ok(None));
        let foreign = loaded.iter().filter(is_foreign);
        looked.faults.extend(foreign.map(|address| fault(format!("it loads `{address}` from another site"))));
        looked.targets.shrink_to_fit();
        looked.ids.shrink_to_fit();
        looked
    }

    /// Addresses that name ids which other pages do not have. What they are is read again, because hardly ever there is one.
    pub(super) fn missed_ids(
        &self,
        root: &Path,
        looked: &[Looked],
        pages: &[Option<Kept>],
    ) -> io::Result<Vec<Fault>> {
        // What is no page has any id.
        let is_missed =
            |(file, id): (FileNumber, Id)| pages[file as usize].as_ref().is_some_and(|page| !page.has(id));
        let has_missed = |looked: &Looked| looked.ids.iter().copied().any(is_missed);
        let of_file = |file: &str| -> io::Result<Vec<Fault>> {
            let addresses =
                if is_page(file) { read(root, file)?.addresses } else { read_other(root, file)?.addresses };
            let missed = addresses.iter().filter(|address| {
                let target = self.target(file, address).ok().flatten();
                let other = target.filter(|target| self.files.name(*target) != file);
                other.zip(id_in(address)).is_some_and(|(file, id)| is_missed((file, Id::of(id))))
            });
            Ok(missed.map(|address| Fault { file: file.to_owned(), what: missed_id(address) }).collect())
        };
        let files = self.files.names.par_iter().zip(looked).filter(|(_, looked)| has_missed(looked));
        let faults = files.map(|(file, _)| of_file(file)).collect::<io::Result<Vec<_>>>()?;
        Ok(faults.into_iter().flatten().collect())
    }

    /// The file that an address in a file leads to; nothing for one of another site.
    pub(super) fn target(&self, from: &str, address: &str) -> Result<Option<FileNumber>, &'static str> {
        if let Some(file) = self.files.down_from_root(from, address) {
            return Ok(Some(file));
        }
        let Some(file) = self.place(from, address)? else { return Ok(None) };
        self.files.number(&file).map(Some).ok_or("leads to no file of the site")
    }

    /// The file that an address on a page names, whether it is there or not; nothing for one of another site.
    pub(super) fn place(&self, from: &str, address: &str) -> Result<Option<String>, &'static str> {
        let on_host = address.strip_prefix(self.folder()).filter(|_| address.starts_with('/'));
        let address = match on_host.or_else(|| address.strip_prefix(self.home)) {
            Some(own) => format!("{}{own}", "../".repeat(from.matches('/').count())),
            None if has_scheme(address) || address.starts_with("//") => return Ok(None),
            None => address.to_owned(),
        };
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let file = if path.is_empty() {
            from.to_owned()
        } else {
            joined(from, path).ok_or("leads out of the site")?
        };
        Ok(Some(file))
    }

    /// The folder of its host that the site stands in, such as `/` or `/dashboard/`.
    fn folder(&self) -> &str {
        let host = self.home.split_once("://").map_or("", |(_, rest)| rest);
        host.find('/').map_or("/", |start| &host[start..])
    }

    fn wrong_address(&self, file: &str, page: &Page) -> Option<String> {
        let own = format!("{}{}", self.home, path_of(file));
        match &page.canonical {
            _ if page.moved || page.unread => None,
            Some(address) if *address == own => None,
            Some(address) => Some(format!("it gives {address} as its address, not {own}")),
            None => Some("it does not give its address (canonical)".to_owned()),
        }
    }
}

/// What an id comes to: of all ids of a page that is enough to know whether one is there. One that is missed goes unnoticed
/// once in a hundred million times on a page with forty ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(u32);

impl Id {
    pub(super) fn of(id: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        // Half of it is as good as all.
        let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
        Self(u32::from_le_bytes([a, b, c, d]))
    }
}

/// The id that an address names in the file that it leads to.
pub(super) fn id_in(address: &str) -> Option<&str> {
    address.split_once('#').map(|(_, id)| id).filter(|id| !id.is_empty())
}

pub(super) fn missed_id(address: &str) -> String {
    format!("`{address}` leads to an id that its page does not have")
}

/// `https:`, `mailto:`, `data:`
fn has_scheme(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':')
}

/// The file of a relative address; nothing where it leads out of the site.
pub(super) fn joined(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => _ = parts.pop()?,
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    let is_folder = path.ends_with('/') || path.ends_with("..") || path == ".";
    Some(match (is_folder, joined.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{joined}/index.html"),
        (false, _) => joined,
    })
}

/// Whether an address that a script makes can be a file's: `*` stands for what one part of it begins or ends with.
fn fits(pattern: &str, file: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == file };
    let Some(rest) = file.strip_prefix(before) else { return false };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.take_while(|end| !rest[..*end].contains('/')).any(|end| fits(after, &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_down_from_the_root_leads_where_the_long_way_does() {
        let names =
            ["index.html", "a/index.html", "a/b/index.html", "a/b.csv", "c-index.html", "d?e", "a/f.html"];
        let files = Files::of(names.into_iter());
        let site = Site { files: &files, home: "https://a.example/" };
        let ends = [
            "",
            "a",
            "a/",
            "a/b/",
            "a/b.csv",
            "a/b.csv/",
            "c-",
            "c-index.html",
            "d?e",
            "a/index.html",
            "a/f.html",
        ];
        let mut found = 0;
        for (from, end) in names.into_iter().flat_map(|from| ends.map(|end| (from, end))) {
            for address in ["", "#i", "?q", "?q#i"].map(|more| format!("{end}{more}")) {
                for up in ["", "./", "../", "../../", "../../../", "/", "../a/../"] {
                    let address = format!("{up}{address}");
                    if let Some(file) = files.down_from_root(from, &address) {
                        let place = Ok(Some(files.name(file).to_owned()));
                        assert_eq!(site.place(from, &address), place, "{address} in {from}");
                        found += 1;
                    }
                }
            }
        }
        assert!(found > 50, "the short way is the usual one");
        assert_eq!(files.down_from_root("a/b/index.html", "../../a/b/#i"), Some(2));
    }
}
