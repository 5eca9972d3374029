window.__THAR_CONFIG = {
  "userInfo" : {
    "accountId" : "101",
    "userName" : "minaketter",
    "displayName" : "Mina Ketter"
  },
  "archiveInfo" : {
    "sizeBytes" : "2422",
    "generationDate" : "2023-01-14T02:11:27.525Z",
    "isPartialArchive" : false
  },
  "dataTypes" : {
    "account" : {
      "files" : [ {
        "fileName" : "data/account.js"
      } ]
    }
  }
}
