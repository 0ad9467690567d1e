//! Words of code lists as readers see them, where several page kinds use them.

use crate::content::records::{Level, ServiceState, Stance, TechnologyStage};

/// What is known of a service without a system.
pub(super) fn fact_word(state: ServiceState) -> &'static str {
    match state {
        ServiceState::NotApplicable => say!("Does not apply"),
        ServiceState::InHouse => say!("A solution of its own"),
        ServiceState::NotProvided => say!("Does not provide it"),
    }
}

/// How deep a skill goes.
pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::None => say!("None"),
        Level::Awareness => say!("Awareness"),
        Level::Working => say!("Working"),
        Level::Practitioner => say!("Practitioner"),
        Level::Expert => say!("Expert"),
    }
}

/// Whether a skill is offered or sought.
pub(super) fn stance_word(stance: Stance) -> &'static str {
    match stance {
        Stance::Offer => say!("Offers it"),
        Stance::Seek => say!("Looks for it"),
        Stance::Both => say!("Offers it and looks for more"),
    }
}

/// How far an authority is with a technology.
pub(super) fn stage_word(stage: TechnologyStage) -> &'static str {
    match stage {
        TechnologyStage::Exploring => say!("Exploring"),
        TechnologyStage::Pilot => say!("Pilot"),
        TechnologyStage::InUse => say!("In use"),
        TechnologyStage::Stopped => say!("Stopped"),
    }
}
