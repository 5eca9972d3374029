window.YTD.account.part0 = [
  {
    "account": {
      "email": "mina@mail.example",
      "createdVia": "web",
      "username": "minaketter",
      "accountId": "101",
      "createdAt": "2013-11-05T10:20:30.250Z",
      "accountDisplayName": "Mina Ketter"
    }
  }
]
