//! The register of figures that were released, which outcomes and bulletins cite.

use std::future::ready;

use bln_core::{
    Action, Actor, Figure, FigureParts, Id, Instant, Invalid, Line, RecordRef,
    access::{About, Verb},
};
use bln_evidence::CitableFigure;
use bln_store::{Changes, IdempotencyKey, Page, PageSize, Write};

use crate::{Network, NetworkError, fingerprint::fingerprint, gate::UNREADABLE, page::filled};

impl Network {
    /// Puts a figure that was released into the register, where it stays: outcomes and bulletins cite it by its
    /// identifier, and nothing else can be cited.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed),
    /// [`Refusal::KeyUsedForAnotherRequest`](bln_core::Refusal::KeyUsedForAnotherRequest); the code of an
    /// [`Invalid`] for a figure that says more than the register keeps.
    pub async fn register_figure(
        &self,
        actor: Actor,
        figure: &CitableFigure,
        key: IdempotencyKey,
    ) -> Result<Id<Figure>, NetworkError> {
        let gate = self.enter(Verb::RegisterFigure, actor, About::Network)?;
        let asked = fingerprint("register_figure", figure);
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Figure(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let now = self.now();
            let id = self.new_id(now);
            let figure = registered(id, figure, now)
                .map_err(|invalid| NetworkError::Failed { code: invalid.code() })?;
            let subject = RecordRef::Figure(id);
            let changes = Changes::new(self.entry(actor, Action::RegisterFigure, subject.clone(), now))
                .write(Write::Figure(figure))
                .answered(gate.receipt(&key, asked, subject, "registered", now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// The figures of the register, in the order of their identifiers. Active members and allies read them, and those who
    /// run the network; nobody else sees any.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn figures(
        &self,
        actor: Actor,
        after: Option<Id<Figure>>,
        size: PageSize,
    ) -> Result<Page<Figure, Id<Figure>>, NetworkError> {
        let gate = self.enter(Verb::Figures, actor, About::Network)?;
        if !gate.is_of_the_network().await? {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let read = |after| gate.store().figure_page(after, PageSize::MAX);
        filled(after, size, Figure::id, read, |figure| ready(Ok(Some(figure)))).await
    }
}

/// What the register keeps of a figure.
fn registered(id: Id<Figure>, figure: &CitableFigure, now: Instant) -> Result<Figure, Invalid> {
    Figure::new(FigureParts {
        id,
        statement: Line::parse(figure.statement())?,
        shown: Line::parse(figure.shown())?,
        population: Line::parse(figure.population())?,
        asked: figure.asked(),
        method: Line::parse(figure.method())?,
        year: figure.year(),
        source: Line::parse(figure.source())?,
        indicator: figure.indicator(),
        released_at: now,
    })
}
