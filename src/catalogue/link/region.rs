//! The region's own files: site, services, skills, technologies and frameworks.

use std::collections::HashSet;

use super::Linker;
use super::references::References;
use crate::catalogue::{Catalogue, Framework, Group, Ix, Service, Skill, TAKEN_PATHS, Table, Technology};
use crate::content::files::is_id;
use crate::content::records::{Placed, SiteRecord};
use crate::content::{InFile, version};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

impl Linker<'_> {
    pub(super) fn site(&mut self) -> Option<SiteRecord> {
        let site = self.content.site.as_ref()?;
        let record = site.record.as_ref()?;
        if record.schema_version.is_none() {
            let message = format!("the records name no form, so they are taken for form {}", version::FIRST);
            self.report(Diagnostic::new(&rules::VERSION_MISSING, site.place(Span::default()), message));
        }
        let path = &record.words.path;
        if !is_id(path) {
            let place = site.place(path.span);
            self.report(
                Diagnostic::new(
                    &rules::BAD_ID,
                    place,
                    format!("`{}` can't be part of an address", path.value),
                )
                .remedy("use a to z, 0 to 9 and single hyphens"),
            );
        } else if TAKEN_PATHS.contains(&path.as_str()) {
            let what = format!("{path}/ is the address of something else on every site", path = path.value);
            self.report(
                Diagnostic::new(&rules::BAD_ID, site.place(path.span), what)
                    .remedy("use the word for many authorities, such as councils"),
            );
        }
        let mut taken = HashSet::new();
        for area in &record.areas {
            self.check_id(&mut taken, site.file, &area.id);
        }
        if !(0.0..1.0).contains(&record.vat_rate.value) {
            let place = site.place(record.vat_rate.span);
            self.report(
                Diagnostic::new(&rules::BAD_VALUE, place, "a tax rate is a part of one")
                    .remedy("write 0.2 for 20 per cent"),
            );
        }
        if record.base_url.as_str().trim_end_matches('/').ends_with(".example") {
            let place = site.place(record.base_url.span);
            self.report(Diagnostic::new(
                &rules::PLACEHOLDER_URL,
                place,
                "the site's address is a placeholder",
            ));
        }
        Some(record.clone())
    }

    pub(super) fn services(&mut self) -> (Table<Group>, Table<Service>) {
        let (mut groups, mut services) = (Table::default(), Table::default());
        let mut taken = HashSet::new();
        if let Some((file, list)) = Self::list(self.content.services.as_ref()) {
            for group in &list.groups {
                self.check_id(&mut taken, file, &group.id);
                let group_ix = Ix::new(groups.len());
                let mut members = Vec::new();
                for service in &group.services {
                    self.check_id(&mut taken, file, &service.id);
                    let row = Service {
                        id: service.id.value.clone(),
                        name: service.name.clone(),
                        definition: service.definition.clone(),
                        lgsl: service.lgsl.clone(),
                        aliases: service.aliases.clone(),
                        tier: service.tier,
                        lead_months: service.lead_months,
                        totals_only: service.totals_only,
                        replaced_by: None,
                        group: group_ix,
                    };
                    members.push(services.insert(&service.id, row));
                }
                let row = Group {
                    id: group.id.value.clone(),
                    name: group.name.clone(),
                    kind: group.kind,
                    services: members,
                };
                groups.insert(&group.id, row);
            }
        }
        (groups, services)
    }

    pub(super) fn skills(&mut self) -> Table<Skill> {
        let mut table = Table::default();
        let mut taken = HashSet::new();
        if let Some((file, list)) = Self::list(self.content.skills.as_ref()) {
            for skill in &list.skills {
                self.check_id(&mut taken, file, &skill.id);
                let row = Skill {
                    id: skill.id.value.clone(),
                    name: skill.name.clone(),
                    family: skill.family.clone(),
                    gdad: skill.gdad.clone(),
                    totals_only: skill.totals_only,
                };
                table.insert(&skill.id, row);
            }
        }
        table
    }

    pub(super) fn technologies(&mut self) -> Table<Technology> {
        let mut table = Table::default();
        let mut taken = HashSet::new();
        if let Some((file, list)) = Self::list(self.content.technologies.as_ref()) {
            for technology in &list.technologies {
                self.check_id(&mut taken, file, &technology.id);
                let row = Technology {
                    id: technology.id.value.clone(),
                    name: technology.name.clone(),
                    definition: technology.definition.clone(),
                    recorded_under: Vec::new(),
                };
                table.insert(&technology.id, row);
            }
        }
        table
    }

    /// Technologies that others name, once all of them have a row.
    /// A service can be named before the one that takes its place.
    pub(super) fn replaced_services(&mut self, catalogue: &mut Catalogue) {
        let Some((file, list)) = Self::list(self.content.services.as_ref()) else { return };
        for item in list.groups.iter().flat_map(|group| &group.services) {
            let Some(id) = &item.replaced_by else { continue };
            let next = self.service(catalogue, file, id);
            let own = catalogue.services.find(&item.id);
            if own.is_some() && next == own {
                let what = "a service does not take its own place";
                let place = Place { file, span: id.span };
                self.report(Diagnostic::new(&rules::BAD_VALUE, place, what).remedy("name the other service"));
            } else if let Some(ix) = own {
                catalogue.services.get_mut(ix).replaced_by = next;
            }
        }
    }

    pub(super) fn recorded_under(&mut self, catalogue: &mut Catalogue) {
        let Some((file, list)) = Self::list(self.content.technologies.as_ref()) else { return };
        for technology in &list.technologies {
            let named = technology.recorded_under.iter();
            let found: Vec<_> = named.filter_map(|id| self.technology(catalogue, file, id)).collect();
            if let Some(ix) = catalogue.technologies.find(&technology.id) {
                catalogue.technologies.get_mut(ix).recorded_under = found;
            }
        }
    }

    pub(super) fn frameworks(&mut self) -> Table<Framework> {
        let mut table = Table::default();
        let mut taken = HashSet::new();
        if let Some((file, list)) = Self::list(self.content.frameworks.as_ref()) {
            for framework in &list.frameworks {
                self.check_id(&mut taken, file, &framework.id);
                let row = Framework {
                    id: framework.id.value.clone(),
                    name: framework.name.clone(),
                    owner: framework.owner.clone(),
                    reference: framework.reference.clone(),
                    end: framework.end,
                    url: framework.url.as_ref().map(|url| url.value.clone()),
                    origin: self.origin(file, framework.id.span),
                };
                table.insert(&framework.id, row);
            }
        }
        table
    }

    /// The list, if its file is there and could be read.
    pub(super) fn list<T>(entry: Option<&InFile<T>>) -> Option<(FileId, &T)> {
        entry.and_then(|entry| entry.record.as_ref().map(|record| (entry.file, record)))
    }

    pub(super) fn check_id<'a>(
        &mut self,
        taken: &mut HashSet<&'a str>,
        file: FileId,
        id: &'a Placed<String>,
    ) {
        let place = Place { file, span: id.span };
        if !is_id(id) {
            self.report(
                Diagnostic::new(&rules::BAD_ID, place, format!("`{}` is not an id", id.value))
                    .remedy("use a to z, 0 to 9 and single hyphens, at most 64 characters"),
            );
        } else if !taken.insert(&id.value) {
            self.report(Diagnostic::new(
                &rules::DUPLICATE_ID,
                place,
                format!("the id `{}` is in use", id.value),
            ));
        }
    }

    /// The area of a borough, by its place in `site.areas`.
    pub(super) fn area(&mut self, site: &SiteRecord, file: FileId, id: &Placed<String>) -> Option<usize> {
        let known = || site.areas.iter().map(|area| area.id.value.as_str());
        let found = known().position(|area| area == id.value);
        if found.is_none() {
            let place = Place { file, span: id.span };
            let problem =
                Diagnostic::new(&rules::UNKNOWN_AREA, place, format!("there is no area `{}`", id.value));
            let names: Vec<&str> = known().collect();
            self.report(problem.remedy(crate::content::decode::did_you_mean(id, &names, "use one of")));
        }
        found
    }

    /// Authorities that the site's own file names.
    pub(super) fn river(&mut self, catalogue: &Catalogue) {
        let Some(site) = &self.content.site else { return };
        let Some(river) = catalogue.site.river.as_ref() else { return };
        for id in &river.bank {
            self.borough(catalogue, site.file, id);
        }
    }

    /// A place at the start of a file.
    pub(super) fn whole(file: FileId) -> Place {
        Place { file, span: Span::default() }
    }
}
