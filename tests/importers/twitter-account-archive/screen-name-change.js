window.YTD.screen_name_change.part0 = [
  {
    "screenNameChange": {
      "accountId": "101",
      "screenNameChange": {
        "changedAt": "2015-01-02T03:04:05.000Z",
        "changedFrom": "mina_k",
        "changedTo": "minaketter"
      }
    }
  }
]
