//! The signatures of a matcher: analysed when its lore was loaded, or by `build.rs` and read when one is first needed.

use std::collections::HashMap;
use std::ops::Index;
use std::sync::OnceLock;

use super::plan::SignaturePlan;

/// A signature that `build.rs` analysed.
#[derive(Debug)]
pub struct PackedPlan {
    /// Its place among those of the pack.
    number: u32,
    bytes: &'static [u8],
    /// The plan, once somebody needed it: in one scan most are never looked at.
    read: OnceLock<SignaturePlan>,
}

impl PackedPlan {
    pub(crate) fn new(number: u32, bytes: &'static [u8]) -> Self {
        Self { number, bytes, read: OnceLock::new() }
    }

    fn get(&self) -> &SignaturePlan {
        // `build.rs` wrote these bytes from a plan, and a test reads all of them.
        self.read.get_or_init(|| postcard::from_bytes(self.bytes).expect("the pack holds plans"))
    }
}

/// One signature.
#[derive(Debug)]
pub enum Plan {
    /// Analysed here.
    Own(Box<SignaturePlan>),
    /// Analysed before.
    Packed(&'static PackedPlan),
}

impl Plan {
    pub(super) fn get(&self) -> &SignaturePlan {
        match self {
            Self::Own(plan) => plan,
            Self::Packed(packed) => packed.get(),
        }
    }
}

/// The signatures of a matcher, by their [ids](super::SignatureId).
#[derive(Debug)]
pub(super) struct Plans(Vec<Plan>);

impl Plans {
    pub(super) fn new(plans: Vec<Plan>) -> Self {
        Self(plans)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// By the number of a packed one, which it is here. Empty if none is packed.
    pub(super) fn packed(&self) -> Vec<Option<u32>> {
        let mut packed = Vec::new();
        for (plan, id) in self.0.iter().zip(0..) {
            if let Plan::Packed(plan) = plan {
                let number = plan.number as usize;
                packed.resize(packed.len().max(number + 1), None);
                packed[number] = Some(id);
            }
        }
        packed
    }

    /// The others.
    pub(super) fn own(&self) -> impl Iterator<Item = (u32, &SignaturePlan)> {
        (0..).zip(&self.0).filter_map(|(id, plan)| match plan {
            Plan::Packed(_) => None,
            Plan::Own(own) => Some((id, &**own)),
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &SignaturePlan> {
        self.0.iter().map(Plan::get)
    }

    /// For each of these signatures, which of `former` is the same: the regexes of both mean the same. A packed one is known by
    /// its number, without a look at it.
    pub(super) fn same_in(&self, former: &Self) -> Vec<Option<usize>> {
        fn key(plan: &SignaturePlan) -> (&str, bool) {
            (&plan.regex, plan.ignore_case)
        }
        let (mut packed, mut own) = (HashMap::new(), HashMap::new());
        for (i, plan) in former.0.iter().enumerate() {
            match plan {
                Plan::Packed(plan) => drop(packed.insert(plan.number, i)),
                Plan::Own(plan) => drop(own.insert(key(plan), i)),
            }
        }
        let same = |plan: &Plan| match plan {
            Plan::Packed(plan) => packed.get(&plan.number).copied(),
            Plan::Own(plan) => own.get(&key(plan)).copied(),
        };
        self.0.iter().map(same).collect()
    }
}

impl From<Vec<SignaturePlan>> for Plans {
    fn from(plans: Vec<SignaturePlan>) -> Self {
        Self(plans.into_iter().map(Box::new).map(Plan::Own).collect())
    }
}

impl Index<usize> for Plans {
    type Output = SignaturePlan;

    fn index(&self, signature: usize) -> &SignaturePlan {
        self.0[signature].get()
    }
}
