//! What readers and programs take away: tables in every form, and the interface for programs. Pages say what there is and how
//! large it is, so all of it is written before them; each file is made when it is written, and not if it is there already.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date as Day;
use rayon::prelude::*;
use serde::Serialize;

use super::{api, standards, tables};
use crate::catalogue::tables::Table;
use crate::publish::Digest;
use crate::site::Model;

/// A file to take away.
pub struct File<'a> {
    /// Address from the site's root.
    pub path: String,
    /// What it is made from, where that is known before it is made.
    pub from: Option<Digest>,
    /// Makes it.
    pub make: Make<'a>,
}

/// What makes a file.
pub enum Make<'a> {
    /// Its bytes as a whole.
    Bytes(Box<dyn Fn() -> Cow<'a, [u8]> + Send + Sync + 'a>),
    /// Its bytes as they are written, because all of them together are too many to hold, or the disk can refuse what they need.
    Written(Write<'a>),
}

/// Writes the bytes of a file.
pub type Write<'a> = Arc<dyn Fn(&mut dyn io::Write) -> io::Result<()> + Send + Sync + 'a>;

/// A file of more rows is never held as a whole.
const LARGE: usize = 10_000;

impl<'a> File<'a> {
    pub(super) fn new(
        path: String,
        from: Option<Digest>,
        make: impl Fn() -> Cow<'a, [u8]> + Send + Sync + 'a,
    ) -> Self {
        Self { path, from, make: Make::Bytes(Box::new(make)) }
    }

    pub(super) fn text(
        path: String,
        from: Option<Digest>,
        make: impl Fn() -> String + Send + Sync + 'a,
    ) -> Self {
        Self::new(path, from, move || Cow::Owned(make().into_bytes()))
    }

    /// A file of so many rows.
    pub(crate) fn of_rows(
        path: String,
        from: Option<Digest>,
        rows: usize,
        write: impl Fn(&mut dyn io::Write) -> io::Result<()> + Send + Sync + 'a,
    ) -> Self {
        if rows > LARGE {
            return Self { path, from, make: Make::Written(Arc::new(write)) };
        }
        Self::new(path, from, move || {
            let mut bytes = Vec::new();
            // In memory, nothing is refused.
            let _ = write(&mut bytes);
            Cow::Owned(bytes)
        })
    }
}

/// The tables that are published, with what several files need of them.
pub struct Published<'a> {
    pub(super) model: Model<'a>,
    pub(super) tables: &'a [Table],
    pub(super) forms: Vec<Form<'a>>,
    pub(super) about: About<'a>,
    /// The description of all tables, once it is made.
    pub(super) package: OnceLock<String>,
    /// A folder on the site's disk, for what has to wait until a file is whole.
    pub(super) beside: &'a Path,
}

/// A table, and what it says as a digest.
pub(super) struct Form<'a> {
    pub table: &'a Table,
    pub from: Option<Digest>,
}

/// What all tables together say of themselves: besides them, all that goes into a file that holds several.
#[derive(Serialize)]
pub(super) struct About<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub as_of: Day,
    /// What the records rest on.
    pub note: String,
    pub rights: String,
    pub publisher: Named<'a>,
    pub licence: Named<'a>,
    pub base_url: &'a str,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub name: &'a str,
    pub url: &'a str,
}

impl<'a> Published<'a> {
    /// Makes none of the files yet.
    #[must_use]
    pub fn of(model: Model<'a>, tables: &'a [Table], base_url: &'a str, beside: &'a Path) -> Self {
        let site = &model.catalogue.site;
        let about = About {
            title: &site.title,
            description: site.description.trim(),
            as_of: model.catalogue.as_of,
            note: model.provenance_note(),
            rights: model.rights(),
            publisher: Named { name: &site.publisher.name, url: site.publisher.url.as_str() },
            licence: Named { name: &site.licence.name, url: site.licence.url.as_str() },
            base_url,
        };
        let form = |table| Form { table, from: Digest::of(table) };
        let forms = tables.par_iter().map(form).collect();
        Self { model, tables, forms, about, package: OnceLock::new(), beside }
    }

    /// What files that hold all tables are made from.
    pub(super) fn from(&self) -> Option<Digest> {
        let tables: Option<Vec<Digest>> = self.forms.iter().map(|form| form.from).collect();
        Digest::of(&(&self.about, tables?))
    }

    /// All files but the one that tells of the others; those that take longest first.
    #[must_use]
    pub fn files(&self) -> Vec<File<'_>> {
        let mut files = tables::files(self);
        files.extend(api::files(self));
        files.push(standards::contracts(self));
        files
    }

    /// The file that tells catalogues of data of the others, and how long each is.
    #[must_use]
    pub fn catalogue<'b>(&'b self, length: &'b (dyn Fn(&str) -> usize + Sync)) -> File<'b> {
        standards::catalogue(self, length)
    }
}
