window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1169233881199542277"
          ],
          "editsRemaining": "5"
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.example\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [
          {
            "text": "Tarvenport",
            "indices": [
              "0",
              "5"
            ]
          }
        ],
        "urls": [
          {
            "url": "https://t.co/L",
            "expanded_url": "https://council.example/plan",
            "display_url": "x",
            "indices": [
              0,
              23
            ]
          }
        ],
        "user_mentions": [],
        "symbols": []
      },
      "display_text_range": [
        "0",
        "10"
      ],
      "favorite_count": "3",
      "id_str": "1169233881199542277",
      "truncated": false,
      "retweet_count": "1",
      "id": "1169233881199542277",
      "created_at": "Wed Sep 04 13:00:55 +0000 2019",
      "favorited": false,
      "full_text": "Late &amp; slow, again\n#Tarvenport https://t.co/L",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1169234132861976581"
          ],
          "editsRemaining": "5"
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.example\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "urls": [],
        "user_mentions": [
          {
            "name": "Oro_Lind",
            "screen_name": "oro_lind",
            "indices": [
              "3",
              "12"
            ],
            "id_str": "102",
            "id": "102"
          }
        ],
        "symbols": []
      },
      "display_text_range": [
        "0",
        "10"
      ],
      "favorite_count": "3",
      "id_str": "1169234132861976581",
      "truncated": false,
      "retweet_count": "1",
      "id": "1169234132861976581",
      "created_at": "Wed Sep 04 13:01:55 +0000 2019",
      "favorited": false,
      "full_text": "RT @oro_lind: Trams stop at eleven, says the coun…",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1169234384524410885"
          ],
          "editsRemaining": "5"
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.example\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "urls": [],
        "user_mentions": [
          {
            "name": "Tavi",
            "screen_name": "tavi",
            "indices": [
              "0",
              "5"
            ],
            "id_str": "103",
            "id": "103"
          }
        ],
        "symbols": []
      },
      "display_text_range": [
        "0",
        "10"
      ],
      "favorite_count": "3",
      "id_str": "1169234384524410885",
      "truncated": false,
      "retweet_count": "1",
      "id": "1169234384524410885",
      "created_at": "Wed Sep 04 13:02:55 +0000 2019",
      "favorited": false,
      "full_text": "@tavi and in winter?",
      "lang": "en",
      "in_reply_to_status_id": "1168690586710966277",
      "in_reply_to_status_id_str": "1168690586710966277",
      "in_reply_to_user_id": "103",
      "in_reply_to_user_id_str": "103",
      "in_reply_to_screen_name": "tavi"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1169234636186845189"
          ],
          "editsRemaining": "5"
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.example\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "urls": [],
        "user_mentions": [],
        "symbols": [],
        "media": [
          {
            "id_str": "900",
            "media_url": "http://pbs.example/a.jpg",
            "media_url_https": "https://pbs.example/a.jpg",
            "url": "https://t.co/Pic",
            "expanded_url": "https://twitter.com/minaketter/status/1169246715769782277/photo/1",
            "type": "photo"
          }
        ]
      },
      "display_text_range": [
        "0",
        "10"
      ],
      "favorite_count": "3",
      "id_str": "1169234636186845189",
      "truncated": false,
      "retweet_count": "1",
      "id": "1169234636186845189",
      "created_at": "Wed Sep 04 13:03:55 +0000 2019",
      "favorited": false,
      "full_text": "The stop https://t.co/P",
      "lang": "en",
      "extended_entities": {
        "media": [
          {
            "id_str": "900",
            "media_url": "http://pbs.example/a.jpg",
            "media_url_https": "https://pbs.example/a.jpg",
            "url": "https://t.co/Pic",
            "expanded_url": "https://twitter.com/minaketter/status/1169246715769782277/photo/1",
            "type": "photo"
          },
          {
            "id_str": "900",
            "media_url": "http://pbs.example/b.jpg",
            "media_url_https": "https://pbs.example/b.jpg",
            "url": "https://t.co/Pic",
            "expanded_url": "https://twitter.com/minaketter/status/1169246715769782277/photo/1",
            "type": "photo"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1169234887849279493"
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
      "id_str": "1.17e+18",
      "truncated": false,
      "retweet_count": "1",
      "id": "1169234887849279493",
      "created_at": "Wed Sep 04 13:04:55 +0000 2019",
      "favorited": false,
      "full_text": "damaged",
      "lang": "en"
    }
  }
]
