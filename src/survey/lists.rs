//! The ids that a workbook offers in its drop-downs, with the names that people know.

use super::columns::List;
use crate::content::Content;

/// Ids of a list with their names, in the order of names; services in the order of their groups.
pub(super) fn ids(content: &Content, list: List, borough: &str) -> Vec<(String, String)> {
    let mut ids: Vec<(String, String)> = match list {
        List::Services => return services(content),
        List::Systems => {
            let named = content
                .systems
                .iter()
                .filter_map(|(id, file)| Some((id.clone(), file.record.as_ref()?.name.clone())));
            named.collect()
        }
        List::Suppliers => {
            let named = content
                .suppliers
                .iter()
                .filter_map(|(id, file)| Some((id.clone(), file.record.as_ref()?.name.clone())));
            named.collect()
        }
        List::Frameworks => {
            let record = content.frameworks.as_ref().and_then(|file| file.record.as_ref());
            let all = record.into_iter().flat_map(|record| &record.frameworks);
            all.map(|framework| (framework.id.value.clone(), framework.name.clone())).collect()
        }
        List::Contracts => {
            let own = content.contracts.iter().filter_map(|(id, file)| {
                let members = &file.record.as_ref()?.members;
                let is_member = members.boroughs.iter().any(|member| member.value == borough);
                is_member.then(|| (id.clone(), members.title.clone()))
            });
            own.collect()
        }
    };
    ids.sort_by_cached_key(|(id, name)| (deunicode::deunicode(name).to_lowercase(), id.clone()));
    ids
}

/// All but those that are published as totals only: which tools a council uses for them is never asked.
fn services(content: &Content) -> Vec<(String, String)> {
    let record = content.services.as_ref().and_then(|file| file.record.as_ref());
    let all = record.into_iter().flat_map(|record| &record.groups).flat_map(|group| &group.services);
    let asked = all.filter(|service| !service.totals_only);
    asked.map(|service| (service.id.value.clone(), service.name.clone())).collect()
}
