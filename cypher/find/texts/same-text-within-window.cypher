// Same text within a window
// about: Texts that several accounts posted close together: the most accounts within any stretch of
//   time as long as the window, and when that stretch began.
// param window: duration = 10m | length of the stretch
// param accounts: int = 2 | fewest accounts within it
// param limit: int = 25 | texts to return
// columns: text, accounts_within, within_from, accounts, posts, first_at, last_at, precision,
//   too_coarse, text_uid
// caution: news and slogans are posted together too. Posts whose times are too coarse for the window
//   are counted in too_coarse alone; accounts_within is empty where they leave too few to tell, which
//   is not the same as none.
MATCH (text:Text)
// A text holds how close the closest posts of two accounts are, and how coarse its coarsest time is:
// only those that can be an answer are looked at.
WHERE text.accounts >= $accounts AND text.coarsest_s >= 0
  AND ($accounts < 2 OR text.closest_ms <= 1000 * $window OR 2 * text.coarsest_s > $window)
CALL (text) {
  WITH text
  WHERE 2 * text.coarsest_s > $window
  MATCH (text)<-[:SAYS]-(post)<-[:POSTED]-()
  WHERE 2 * coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400)
    > $window
  RETURN count(post) AS coarse
}
// An account counts from each post until the window after it: the most that overlap is the answer.
CALL (text) {
  MATCH (text)<-[:SAYS]-(post)<-[:POSTED]-(account)
  WHERE 2 * CASE post.precision
      WHEN 'millisecond' THEN 0 WHEN 'second' THEN 1 WHEN 'minute' THEN 60 ELSE 86400
    END <= $window
  WITH account, post.created_at.epochMillis AS at
  ORDER BY at
  WITH account, collect(at) AS times
  UNWIND
    [n IN range(0, size(times) - 1) WHERE n = 0 OR times[n] - times[n - 1] > 1000 * $window |
      [times[n], 0, 1, CASE n WHEN 0 THEN 1 ELSE 0 END]] +
    [n IN range(0, size(times) - 1)
      WHERE n = size(times) - 1 OR times[n + 1] - times[n] > 1000 * $window |
      [times[n] + 1000 * $window, 1, -1, 0]]
    AS mark
  WITH mark
  ORDER BY mark
  RETURN reduce(
    walk = {now: 0, most: 0, reached: null, accounts: 0}, mark IN collect(mark) | {
      now: walk.now + mark[2],
      most: CASE WHEN walk.now + mark[2] > walk.most THEN walk.now + mark[2] ELSE walk.most END,
      reached: CASE WHEN walk.now + mark[2] > walk.most THEN mark[0] ELSE walk.reached END,
      accounts: walk.accounts + mark[3]
    }
  ) AS walk
}
WITH text, coarse, walk.reached AS reached,
  CASE WHEN walk.accounts >= $accounts THEN walk.most END AS accounts_within
WHERE accounts_within >= $accounts OR (accounts_within IS NULL AND coarse > 0)
ORDER BY coalesce(accounts_within, -1) DESC, text.accounts DESC, text.uid
LIMIT $limit
CALL (text) {
  MATCH (text)<-[:SAYS]-(post)<-[:POSTED]-()
  WITH post.created_at AS at,
    coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400) AS width
  RETURN min(at) AS first_at, max(at) AS last_at, max(width) AS widest,
    count(CASE WHEN 2 * width > $window THEN 1 END) AS too_coarse
}
CALL (text, reached) {
  MATCH (text)<-[:SAYS]-(post:Post)
  WHERE reached - 1000 * $window <= post.created_at.epochMillis <= reached
    AND 2 * coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400)
      <= $window
  RETURN min(post.created_at) AS began_at
}
RETURN
  text.sample AS text,
  accounts_within,
  CASE WHEN accounts_within IS NOT NULL THEN began_at END AS within_from,
  text.accounts AS accounts,
  text.posts AS posts,
  first_at,
  last_at,
  CASE widest WHEN 0 THEN 'millisecond' WHEN 1 THEN 'second' WHEN 60 THEN 'minute' ELSE 'day' END
    AS precision,
  too_coarse,
  text.uid AS text_uid
ORDER BY coalesce(accounts_within, -1) DESC, accounts DESC, text_uid
LIMIT $limit
// count
MATCH (text:Text)
WHERE text.accounts >= $accounts AND text.coarsest_s >= 0
  AND ($accounts < 2 OR text.closest_ms <= 1000 * $window OR 2 * text.coarsest_s > $window)
// Of two accounts the closest posts tell; of more, and of coarse times, all are looked at as above.
CALL (text) {
  WITH text
  WHERE $accounts = 2 AND 2 * text.coarsest_s <= $window
  RETURN text AS kept
  UNION ALL
  WITH text
  WHERE $accounts <> 2 OR 2 * text.coarsest_s > $window
  CALL (text) {
    WITH text
    WHERE 2 * text.coarsest_s > $window
    MATCH (text)<-[:SAYS]-(post)<-[:POSTED]-()
    WHERE 2 * coalesce({millisecond: 0, second: 1, minute: 60, day: 86400}[post.precision], 86400)
      > $window
    RETURN count(post) AS coarse
  }
  CALL (text) {
    MATCH (text)<-[:SAYS]-(post)<-[:POSTED]-(account)
    WHERE 2 * CASE post.precision
        WHEN 'millisecond' THEN 0 WHEN 'second' THEN 1 WHEN 'minute' THEN 60 ELSE 86400
      END <= $window
    WITH account, post.created_at.epochMillis AS at
    ORDER BY at
    WITH account, collect(at) AS times
    UNWIND
      [n IN range(0, size(times) - 1) WHERE n = 0 OR times[n] - times[n - 1] > 1000 * $window |
        [times[n], 0, 1, CASE n WHEN 0 THEN 1 ELSE 0 END]] +
      [n IN range(0, size(times) - 1)
        WHERE n = size(times) - 1 OR times[n + 1] - times[n] > 1000 * $window |
        [times[n] + 1000 * $window, 1, -1, 0]]
      AS mark
    WITH mark
    ORDER BY mark
    RETURN reduce(
      walk = {now: 0, most: 0, accounts: 0}, mark IN collect(mark) | {
        now: walk.now + mark[2],
        most: CASE WHEN walk.now + mark[2] > walk.most THEN walk.now + mark[2] ELSE walk.most END,
        accounts: walk.accounts + mark[3]
      }
    ) AS walk
  }
  WITH text, coarse, CASE WHEN walk.accounts >= $accounts THEN walk.most END AS accounts_within
  WHERE accounts_within >= $accounts OR (accounts_within IS NULL AND coarse > 0)
  RETURN text AS kept
}
RETURN count(kept) AS total
// picture
MATCH (text:Text)
WHERE text.evidence AND text.accounts >= $accounts
WITH text
ORDER BY text.accounts DESC, text.uid
LIMIT 5
CALL (text) {
  MATCH path = (text)<-[:SAYS]-(post:Post)<-[:POSTED]-(account:Account)
  RETURN path
  ORDER BY post.created_at, post.uid
  LIMIT 40
}
RETURN path
