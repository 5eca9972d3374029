window.YTD.tweet.part0 = [ {
  "edit_info": {
    "initial": {
      "editTweetIds": [
        "1169235139511713797"
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
  "id_str": "1169235139511713797",
  "truncated": false,
  "retweet_count": "1",
  "id": "1169235139511713797",
  "created_at": "Wed Sep 04 13:05:55 +0000 2019",
  "favorited": false,
  "full_text": "Bare, as in 2019",
  "lang": "en"
}, {
  "tweet": {
    "edit_info": {
      "initial": {
        "editTweetIds": [
          "1169235391174148101"
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
    "id_str": "1169235391174148101",
    "truncated": false,
    "retweet_count": "1",
    "id": "1169235391174148101",
    "created_at": "Wed Sep 04 13:06:55 +0000 2019",
    "favorited": false,
    "full_text": "Wrapped",
    "lang": "en"
  }
} ]
