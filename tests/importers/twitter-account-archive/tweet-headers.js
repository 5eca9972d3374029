window.YTD.tweet_headers.part0 = [
  {
    "tweet": {
      "tweet_id": "1169233881199542277",
      "user_id": "101",
      "created_at": "Wed Sep 04 13:00:55 +0000 2019"
    }
  }
]
