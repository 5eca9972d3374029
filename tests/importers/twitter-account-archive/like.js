window.YTD.like.part0 = [
  {
    "like": {
      "tweetId": "1168690586710966277",
      "fullText": "Trams stop",
      "expandedUrl": "https://twitter.com/i/web/status/1168690586710966277"
    }
  }
]
