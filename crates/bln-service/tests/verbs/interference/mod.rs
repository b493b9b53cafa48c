//! Tells a story to two networks, asks both everything, and compares what is answered.

mod asked;
mod deeds;
mod story;
mod told;

pub(crate) use asked::Leak;
pub(crate) use story::Story;

use told::Told;

/// Two networks that differ in one attendance.
pub(crate) struct Pair {
    with: Told,
    without: Told,
}

/// What was asked, and everything there is to see of the answer.
pub(crate) type Answers = Vec<(String, String)>;

impl Pair {
    pub(crate) async fn of(story: &Story) -> Self {
        Self { with: Told::of(story, true).await, without: Told::of(story, false).await }
    }

    /// What others are answered in one network and not in the other: as things are, while others go on, and at the end.
    pub(crate) async fn differences(&self, leak: Leak) -> Vec<String> {
        let mut told = Vec::new();
        told.extend(compare(
            &asked::everything(&self.with, leak).await,
            &asked::everything(&self.without, leak).await,
        ));
        told.extend(compare(&deeds::done(&self.with).await, &deeds::done(&self.without).await));
        told.extend(compare(
            &asked::everything(&self.with, leak).await,
            &asked::everything(&self.without, leak).await,
        ));
        told
    }

    /// Everything that everybody but the person is told.
    pub(crate) async fn answers(&self) -> Answers {
        asked::everything(&self.with, Leak::None).await
    }

    pub(crate) async fn differs_for_the_person(&self) -> bool {
        asked::own(&self.with).await != asked::own(&self.without).await
    }

    pub(crate) async fn differs_for_the_facilitator(&self) -> bool {
        asked::list(&self.with).await != asked::list(&self.without).await
    }
}

fn compare(with: &Answers, without: &Answers) -> Vec<String> {
    let questions =
        |answers: &Answers| answers.iter().map(|(question, _)| question.clone()).collect::<Vec<_>>();
    assert_eq!(questions(with), questions(without), "the same is asked");
    let pairs = with.iter().zip(without).filter(|(one, other)| one.1 != other.1);
    pairs.map(|((question, one), (_, other))| format!("{question}: {one} / {other}")).collect()
}
