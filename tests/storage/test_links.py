"""Links between two people: codes, consent of both, what each shares, and the end."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from storage import candidates, links
from storage.database import Database, open_database
from storage.encryption import KeyRing
from storage.links import ASKED_LASTS, CODE_LASTS, LETTERS, MOST_TRIES, TRIES_LAST, Link, Used
from storage.unit import Unit
from tests.storage.looking import tables_of
from tests.storage.people import NOW, candidate

ANA, SAM, EVE = 7, 8, 9
LATER = NOW + timedelta(minutes=5)


async def asked(database: Database, *, maker: int = ANA, user: int = SAM) -> Link:
    """The maker's code was used; the link as whoever used it sees it."""
    async with database.unit() as unit:
        assert await links.use_code(unit, user, await links.make_code(unit, maker, NOW), NOW) is Used.ASKED
        return await found(unit, user)


async def linked(database: Database) -> Link:
    """Ana and Sam, who calls himself Sam, have agreed; the link as Ana sees it."""
    link = await asked(database)
    async with database.unit() as unit:
        await links.agree(unit, SAM, link.id, NOW, alias="Sam")
        await links.agree(unit, ANA, link.id, NOW)
        return await found(unit, ANA)


async def found(unit: Unit, chat_id: int) -> Link:
    link = await links.find(unit, chat_id, NOW)
    assert link is not None
    return link


@pytest.mark.parametrize(
    "typed", ["BCDF-GHJK", "bcdf ghjk", " BCDFGHJK. ", "\N{FULLWIDTH LATIN CAPITAL LETTER B}cdfghjk"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert links.read_code(typed) == "BCDFGHJK"


@pytest.mark.parametrize("typed", ["", "BCDFGHJ", "BCDFGHJKM", "BCDFGHJA", "BCDFGHJ1", "the code is BCDFGHJK"])
def test_what_cannot_be_a_code_is_not_taken_for_one(typed: str) -> None:
    assert links.read_code(typed) is None


async def test_a_code_has_no_letters_that_look_alike_and_is_another_each_time(database: Database) -> None:
    async with database.unit() as unit:
        codes = {await links.make_code(unit, ANA, NOW) for _ in range(50)}
    assert len(codes) == 50
    assert all(links.read_code(code) == code for code in codes)
    assert not set("AEIOUL01I") & set(LETTERS)


async def test_nothing_is_agreed_when_a_code_is_used_and_both_have_to(database: Database) -> None:
    link = await asked(database)
    assert (link.mine.chat_id, link.theirs.chat_id) == (SAM, ANA)
    assert not link.mine.agreed
    assert not link.theirs.agreed
    async with database.unit() as unit:
        once = await links.agree(unit, SAM, link.id, LATER, alias="Sam")
        assert once is not None
        assert not once.stands
        twice = await links.agree(unit, ANA, link.id, LATER)
        assert twice is not None
        assert twice.stands
        assert twice.theirs.alias == "Sam"
        assert await links.find(unit, SAM, LATER) == Link(
            id=link.id, asked_at=NOW, mine=twice.theirs, theirs=twice.mine
        )


async def test_consent_to_one_link_is_none_to_another(database: Database) -> None:
    first = await asked(database)
    async with database.unit() as unit:
        await links.end(unit, ANA)
    second = await asked(database, user=EVE)
    async with database.unit() as unit:
        assert await links.agree(unit, ANA, first.id, NOW) is None
        assert not (await found(unit, ANA)).mine.agreed
    assert second.id != first.id


async def test_a_code_is_used_once(database: Database) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)
        assert await links.use_code(unit, SAM, code, NOW) is Used.ASKED
        assert await links.use_code(unit, EVE, code, NOW) is Used.WRONG
        assert await links.find(unit, EVE, NOW) is None


async def test_two_who_enter_a_code_at_the_same_moment_do_not_both_get_in(database: Database) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)

    async def enters(chat_id: int) -> Used:
        async with database.unit() as unit:
            return await links.use_code(unit, chat_id, code, NOW)

    assert sorted(await asyncio.gather(enters(SAM), enters(EVE))) == [Used.ASKED, Used.WRONG]


async def test_two_who_enter_each_others_code_at_the_same_moment_are_in_one_link(database: Database) -> None:
    async with database.unit() as unit:
        codes = {ANA: await links.make_code(unit, SAM, NOW), SAM: await links.make_code(unit, ANA, NOW)}

    async def enters(chat_id: int) -> Used:
        async with database.unit() as unit:
            return await links.use_code(unit, chat_id, codes[chat_id], NOW)

    results = await asyncio.gather(enters(ANA), enters(SAM))
    assert results.count(Used.ASKED) == 1
    async with database.unit() as unit:
        assert (await found(unit, ANA)).id == (await found(unit, SAM)).id


async def test_a_code_ends_after_a_day(database: Database) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)
        last = NOW + CODE_LASTS - timedelta(seconds=1)
        assert await links.code_until(unit, ANA, last) == NOW + CODE_LASTS
        assert await links.code_until(unit, ANA, NOW + CODE_LASTS) is None
        later = await links.make_code(unit, EVE, NOW + timedelta(seconds=1))
        assert await links.use_code(unit, SAM, code, NOW + CODE_LASTS) is Used.WRONG
        assert await links.use_code(unit, SAM, later, NOW + CODE_LASTS) is Used.ASKED


async def test_codes_whose_day_is_over_are_swept_out_by_the_next_one(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await links.make_code(unit, ANA, NOW)
        await links.make_code(unit, SAM, NOW + CODE_LASTS)
    codes = (await tables_of(database_url))["partner_code"]
    assert [row[codes.columns.index("chat_id")] for row in codes.rows] == [SAM]


async def test_a_new_code_ends_the_one_before(database: Database) -> None:
    async with database.unit() as unit:
        before = await links.make_code(unit, ANA, NOW)
        now = await links.make_code(unit, ANA, NOW)
        assert await links.use_code(unit, SAM, before, NOW) is Used.WRONG
        assert await links.use_code(unit, SAM, now, NOW) is Used.ASKED


async def test_a_code_that_was_withdrawn_is_good_no_more(database: Database) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)
        await links.withdraw_code(unit, ANA)
        assert await links.use_code(unit, SAM, code, NOW) is Used.WRONG


async def test_nobody_links_with_themselves_and_the_code_stays_good(database: Database) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)
        assert await links.use_code(unit, ANA, code, NOW) is Used.OWN
        assert await links.use_code(unit, SAM, code, NOW) is Used.ASKED


async def test_who_is_in_a_link_enters_no_other_code_and_leaves_it_good(database: Database) -> None:
    await linked(database)
    async with database.unit() as unit:
        code = await links.make_code(unit, EVE, NOW)
        assert await links.use_code(unit, ANA, code, NOW) is Used.LINKED
        assert await links.code_until(unit, EVE, NOW) is not None


async def test_who_gets_into_a_link_has_no_code_waiting(database: Database) -> None:
    async with database.unit() as unit:
        of_sam = await links.make_code(unit, SAM, NOW)
        await links.use_code(unit, SAM, await links.make_code(unit, ANA, NOW), NOW)
        assert await links.use_code(unit, EVE, of_sam, NOW) is Used.WRONG


async def test_after_five_wrong_codes_not_even_the_right_one_helps_until_a_day_later(database: Database) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)
        wrong = "BCDFGHJK" if code != "BCDFGHJK" else "BCDFGHJM"
        for n in range(MOST_TRIES):
            assert await links.can_try_again(unit, SAM, LATER) is None
            assert await links.use_code(unit, SAM, wrong, NOW + timedelta(minutes=n)) is Used.WRONG
        assert await links.can_try_again(unit, SAM, LATER) == NOW + TRIES_LAST
        assert await links.use_code(unit, SAM, code, LATER) is Used.TOO_MANY
        assert await links.use_code(unit, EVE, wrong, LATER) is Used.WRONG, "each has tries of their own"
        tomorrow = NOW + TRIES_LAST
        fresh = await links.make_code(unit, ANA, tomorrow)
        assert await links.use_code(unit, SAM, wrong, tomorrow) is Used.WRONG
        assert await links.use_code(unit, SAM, fresh, tomorrow) is Used.ASKED


async def test_a_link_that_both_did_not_agree_to_in_time_is_over(database: Database) -> None:
    link = await asked(database)
    over = NOW + ASKED_LASTS
    async with database.unit() as unit:
        await links.agree(unit, SAM, link.id, NOW)
        assert await links.find(unit, ANA, over - timedelta(seconds=1)) is not None
        assert await links.find(unit, ANA, over) is None
        assert await links.agree(unit, ANA, link.id, over) is None
        code = await links.make_code(unit, EVE, over)
        assert await links.use_code(unit, ANA, code, over) is Used.ASKED, "it stands in nobody's way"
        assert await links.find(unit, SAM, over) is None


async def test_what_was_not_agreed_to_is_swept_out_and_what_stands_stays(database: Database, database_url: str) -> None:
    await linked(database)
    await asked(database, maker=EVE, user=10)
    async with database.unit() as unit:
        await links.make_code(unit, 11, NOW + ASKED_LASTS)
    assert await owners(database_url) == [ANA, SAM, EVE, 10], "not before its day is over"
    async with database.unit() as unit:
        await links.make_code(unit, 11, NOW + ASKED_LASTS + timedelta(days=1))
    assert await owners(database_url) == [ANA, SAM]


async def owners(database_url: str) -> list[int]:
    table = (await tables_of(database_url))["partner_link"]
    return sorted(row[table.columns.index("chat_id")] for row in table.rows)


async def test_a_link_that_stands_does_not_run_out(database: Database) -> None:
    await linked(database)
    async with database.reader() as unit:
        assert await links.find(unit, SAM, NOW + timedelta(days=400)) is not None


async def test_each_shares_for_themselves_and_nothing_unless_asked(database: Database) -> None:
    link = await linked(database)
    assert link.mine.shares == link.theirs.shares == frozenset()
    async with database.unit() as unit:
        await links.share(unit, ANA, link.id, ["score", "work"], NOW)
        seen = await found(unit, SAM)
        assert seen.theirs.shares == {"score", "work"}
        assert seen.mine.shares == frozenset()
        await links.share(unit, ANA, link.id, [], NOW)
        assert (await found(unit, SAM)).theirs.shares == frozenset()


async def test_what_was_chosen_for_one_link_is_not_shared_in_another(database: Database) -> None:
    before = await linked(database)
    async with database.unit() as unit:
        await links.end(unit, ANA)
    await linked(database)
    async with database.unit() as unit:
        assert await links.share(unit, ANA, before.id, ["score"], NOW) is None
        assert (await found(unit, SAM)).theirs.shares == frozenset()


async def test_nothing_can_be_shared_before_both_have_agreed(database: Database) -> None:
    link = await asked(database)
    async with database.unit() as unit:
        assert await links.share(unit, ANA, link.id, ["score"], NOW) is None
        assert (await found(unit, ANA)).mine.shares == frozenset()


@pytest.mark.parametrize(("who", "other"), [(ANA, SAM), (SAM, ANA)])
async def test_unlinking_takes_effect_for_both_and_names_the_other(database: Database, who: int, other: int) -> None:
    await linked(database)
    async with database.unit() as unit:
        assert await links.end(unit, who) == other
        assert await links.end(unit, who) is None
    async with database.reader() as unit:
        assert await links.find(unit, who, NOW) is None
        assert await links.find(unit, other, NOW) is None


async def test_a_link_that_never_stood_ends_without_anybody_to_tell(database: Database) -> None:
    await asked(database)
    async with database.unit() as unit:
        assert await links.end(unit, ANA) is None
        assert await links.find(unit, SAM, NOW) is None


async def test_two_who_unlink_at_the_same_moment_end_one_link_once(database: Database) -> None:
    await linked(database)

    async def unlinks(chat_id: int) -> int | None:
        async with database.unit() as unit:
            return await links.end(unit, chat_id)

    told = await asyncio.gather(unlinks(ANA), unlinks(SAM))
    assert told.count(None) == 1


async def test_who_agrees_while_the_other_deletes_everything_is_linked_with_nobody(database: Database) -> None:
    link = await asked(database)

    async def agrees() -> None:
        async with database.unit() as unit:
            await links.agree(unit, SAM, link.id, NOW)

    async def deletes() -> None:
        async with database.unit() as unit:
            await candidates.delete(unit, ANA)

    await asyncio.gather(agrees(), deletes())
    async with database.reader() as unit:
        assert await links.find(unit, SAM, NOW) is None


async def test_two_can_be_linked_again_with_a_new_code(database: Database) -> None:
    before = await linked(database)
    async with database.unit() as unit:
        await links.end(unit, ANA)
    assert (await linked(database)).id != before.id


async def test_deleting_a_person_ends_the_link_and_takes_codes_and_tries_along(
    database: Database, database_url: str
) -> None:
    async with database.unit() as unit:
        for chat_id in (ANA, SAM):
            await candidates.save(unit, candidate(chat_id))
        await links.use_code(unit, ANA, "BCDFGHJK", NOW)
    await linked(database)
    async with database.unit() as unit:
        await links.make_code(unit, ANA, NOW)
    async with database.unit() as unit:
        assert await candidates.delete(unit, ANA) == SAM
        assert await candidates.load(unit, SAM) is not None
    tables = await tables_of(database_url)
    for name in ("partner_link", "partner_code", "partner_try"):
        assert tables[name].rows == [], name


async def test_a_chat_that_got_another_id_stays_linked(database: Database) -> None:
    before = await linked(database)
    async with database.unit() as unit:
        await links.share(unit, ANA, before.id, ["score"], NOW)
        await candidates.save(unit, candidate(ANA))
        await candidates.move(unit, ANA, -1007)
    async with database.unit() as unit:
        assert await links.find(unit, ANA, NOW) is None
        seen = await found(unit, SAM)
        assert (seen.id, seen.theirs.chat_id, seen.theirs.shares) == (before.id, -1007, {"score"})
        assert (await found(unit, -1007)).theirs.alias == "Sam"
        assert await links.end(unit, -1007) == SAM
        assert await links.find(unit, SAM, NOW) is None


async def test_a_chat_moved_onto_one_that_is_known_ends_its_link(database: Database) -> None:
    await linked(database)
    async with database.unit() as unit:
        await candidates.save(unit, candidate(ANA))
        await candidates.save(unit, candidate(EVE))
        await candidates.move(unit, ANA, EVE)
    async with database.reader() as unit:
        assert [await links.find(unit, chat_id, NOW) for chat_id in (ANA, SAM, EVE)] == [None, None, None]


async def test_neither_the_code_nor_who_belongs_to_whom_stands_in_clear(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        code = await links.make_code(unit, 123_456_789, NOW)
        kept = str(await tables_of(database_url))
    async with database.unit() as unit:
        await links.use_code(unit, 987_654_321, code, NOW)
        link = await found(unit, 987_654_321)
        await links.agree(unit, 987_654_321, link.id, NOW, alias="MARKER")
    table = (await tables_of(database_url))["partner_link"]
    kept += str(table)
    assert code not in kept
    assert "MARKER" not in kept
    assert link.id not in kept
    assert sorted(table.columns) == ["chat_id", "link", "over_on"]
    days = {row[table.columns.index("over_on")] for row in table.rows}
    assert days == {(NOW + ASKED_LASTS).date().toordinal() - date(1970, 1, 1).toordinal() + 1}, "a day, and no instant"
    for row in table.rows:
        sealed = row[table.columns.index("link")]
        assert b"123456789" not in sealed
        assert b"987654321" not in sealed


async def test_a_code_is_found_after_the_key_was_replaced(database_url: str, keys: KeyRing) -> None:
    async with open_database(database_url, keys) as database, database.unit() as unit:
        code = await links.make_code(unit, ANA, NOW)
    newer = KeyRing([b"n" * 32, bytes(32)])
    async with open_database(database_url, newer) as database, database.unit() as unit:
        assert await links.use_code(unit, SAM, code, NOW) is Used.ASKED


async def test_under_another_key_a_code_has_another_hash() -> None:
    one, other = KeyRing([bytes(32)]), KeyRing([b"n" * 32])
    assert one.digests(links.DIGEST, "BCDFGHJK") == one.digests(links.DIGEST, "BCDFGHJK")
    assert one.digests(links.DIGEST, "BCDFGHJK") != other.digests(links.DIGEST, "BCDFGHJK")
