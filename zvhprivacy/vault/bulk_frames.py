"""
Arrow and Polars data with BSNs become data with pseudonyms, batch by batch.

The extras `arrow` and `polars` bring the libraries; neither is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from zvhprivacy.vault.bulk import ROWS_AT_ONCE, ColumnsWrong, Kolommen, Translation


if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


def pseudonymise_arrow(
    batches: Iterable[pa.RecordBatch], translation: Translation, kolommen: Kolommen
) -> Iterator[pa.RecordBatch]:
    """
    Give *batches* with pseudonyms for BSNs, in pieces; what went in can be let go of meanwhile.

    Raises:
        ColumnsWrong: the columns asked for are not there, or the BSNs are no text.
        RowInvalid: a row holds no BSN, and that is a reason to stop.
    """
    import pyarrow as pa

    for batch in batches:
        names = batch.schema.names
        chosen = kolommen.chosen(names)
        bsn = names.index(kolommen.bsn)
        kind = batch.schema.types[bsn]
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise _no_text(kolommen.bsn)
        for start in range(0, batch.num_rows, ROWS_AT_ONCE):
            piece = batch.slice(start, ROWS_AT_ONCE)
            made = translation.translate(piece.column(bsn).to_pylist())
            columns = [
                pa.array(made, pa.string()) if at == bsn else piece.column(at) for at in chosen
            ]
            titles = [kolommen.pseudoniem if at == bsn else names[at] for at in chosen]
            yield pa.RecordBatch.from_arrays(columns, names=titles)


def pseudonymise_polars(
    frames: Iterable[pl.DataFrame], translation: Translation, kolommen: Kolommen
) -> Iterator[pl.DataFrame]:
    """
    Give *frames* with pseudonyms for BSNs, in pieces; what went in can be let go of meanwhile.

    Raises:
        ColumnsWrong: the columns asked for are not there, or the BSNs are no text.
        RowInvalid: a row holds no BSN, and that is a reason to stop.
    """
    import polars as pl

    for frame in frames:
        names = frame.columns
        chosen = kolommen.chosen(names)
        if not isinstance(frame.schema[kolommen.bsn], pl.String | pl.Categorical | pl.Enum):
            raise _no_text(kolommen.bsn)
        for piece in frame.iter_slices(ROWS_AT_ONCE):
            made = translation.translate(piece.get_column(kolommen.bsn).to_list())
            columns = [
                pl.Series(kolommen.pseudoniem, made, pl.String)
                if names[at] == kolommen.bsn
                else piece.to_series(at)
                for at in chosen
            ]
            yield pl.DataFrame(columns)


def _no_text(kolom: str) -> ColumnsWrong:
    return ColumnsWrong(
        kolom=kolom,
        nl="moet tekst zijn; als getal verliest een BSN de nul vooraan",
        en="must be text; as a number a BSN loses its leading zero",
    )
