//! Pages of what may be shown.

use bln_store::{Page, PageSize, StoreError};

use crate::NetworkError;

/// A page of what may be shown: read on past what may not, so that neither its length nor its key tells of that.
pub(crate) async fn filled<R, V, K, Read, Shown>(
    mut after: Option<K>,
    size: PageSize,
    key: impl Fn(&V) -> K,
    read: impl Fn(Option<K>) -> Read,
    shown: impl Fn(R) -> Shown,
) -> Result<Page<V, K>, NetworkError>
where
    Read: Future<Output = Result<Page<R, K>, StoreError>> + Send,
    Shown: Future<Output = Result<Option<V>, NetworkError>> + Send,
{
    let mut items = Vec::new();
    while items.len() <= usize::from(size.number()) {
        let page = read(after).await?;
        for record in page.items {
            items.extend(shown(record).await?);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(Page::from_one_more(items, size, key))
}
