window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1169235642836582405"
          ],
          "editsRemaining": "5"
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.example\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "10"
      ],
      "favorite_count": "3",
      "id_str": "1169235642836582405",
      "truncated": false,
      "retweet_count": "1",
      "id": "1169235642836582405",
      "created_at": "Wed Sep 04 13:07:55 +0000 2019",
      "favorited": false,
      "full_text": "Gone",
      "lang": "en",
      "deleted_at": "2022-11-19T13:02:41.000Z"
    }
  }
]
