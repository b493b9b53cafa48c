//! Many requests in one go: all are sent before the first answer is waited for.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use tokio_postgres::Error;

/// A request that is sent when it is first polled.
pub(crate) type Request<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + 'a>>;

/// A request that was sent.
enum Sent<'a, T> {
    Waiting(Request<'a, T>),
    Answered(Result<T, Error>),
}

/// Sends all requests, and then waits for their answers, which come in the same order.
///
/// The first poll of a request encodes it and hands it to the connection; only then does it wait. So one round of
/// polls puts all of them on their way, and nothing else runs in between.
pub(crate) async fn answers<'a, T>(requests: Vec<Request<'a, T>>) -> Vec<Result<T, Error>> {
    let mut requests = Some(requests);
    let sent = poll_fn(|cx| {
        let send = |mut request: Request<'a, T>| match request.as_mut().poll(cx) {
            Poll::Ready(answer) => Sent::Answered(answer),
            Poll::Pending => Sent::Waiting(request),
        };
        Poll::Ready(requests.take().into_iter().flatten().map(send).collect::<Vec<_>>())
    })
    .await;
    let mut answers = Vec::with_capacity(sent.len());
    for sent in sent {
        answers.push(match sent {
            Sent::Answered(answer) => answer,
            Sent::Waiting(request) => request.await,
        });
    }
    answers
}
