"""Names of the months in the languages in which pages show posts.

Owns the words and nothing else. Each line is a language in the order of the months; where one has
several names (another case, an abbreviation, another spelling) they stand beside each other with
strokes between them. A word that is one month in one of these languages is no other in another.
"""
# ruff: noqa: RUF001 - the letters are those of the languages

MONTHS = {
    "ar": "يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس سبتمبر أكتوبر"
    " نوفمبر ديسمبر",
    "bn": "জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|অগস্ট"
    " সেপ্টেম্বর|সেপ্টেম্বর অক্টোবর|অক্টোবর নভেম্বর ডিসেম্বর",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "cs": "leden|ledna únor|února březen|března duben|dubna květen|května červen|června"
    " červenec|července srpen|srpna září říjen|října listopad|listopadu prosinec|prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "januar|jänner|jan februar|feb märz|mrz april|apr mai juni|jun juli|jul august|aug"
    " september|sept|sep oktober|okt november|nov dezember|dez",
    "el": "ιανουαρίου|ιανουάριος φεβρουαρίου|φεβρουάριος μαρτίου|μάρτιος απριλίου|απρίλιος"
    " μαΐου|μάιος|μαίου ιουνίου|ιούνιος ιουλίου|ιούλιος αυγούστου|αύγουστος"
    " σεπτεμβρίου|σεπτέμβριος οκτωβρίου|οκτώβριος νοεμβρίου|νοέμβριος δεκεμβρίου|δεκέμβριος",
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug"
    " september|sept|sep october|oct november|nov december|dec",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre"
    " noviembre diciembre",
    "fa": "ژانویه|ژانویهٔ فوریه|فوریهٔ مارس آوریل مه|مهٔ|می ژوئن ژوئیه|ژوئیهٔ|جولای اوت|آگوست"
    " سپتامبر اکتبر نوامبر دسامبر",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta"
    " elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "fil": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre"
    " disyembre",
    "fr": "janvier|janv février|févr mars avril mai juin juillet|juil août|aout septembre"
    " octobre novembre décembre|déc",
    "he": "ינואר|בינואר פברואר|בפברואר מרץ|במרץ|מרס|במרס אפריל|באפריל מאי|במאי יוני|ביוני"
    " יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "hi": "जनवरी फ़रवरी|फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर"
    " नवंबर|नवम्बर दिसंबर|दिसम्बर",
    "hu": "január február március április május június július augusztus szeptember október"
    " november december",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "msa": "januari februari mac april mei jun julai ogos september oktober november disember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj"
    " czerwca|czerwiec lipca|lipiec sierpnia|sierpień września|wrzesień"
    " października|październik listopada grudnia|grudzień",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie"
    " noiembrie decembrie",
    "ru": "января|январь|янв февраля|февраль|февр марта|март апреля|апрель|апр мая|май"
    " июня|июнь июля|июль августа|август|авг сентября|сентябрь|сент октября|октябрь|окт"
    " ноября|ноябрь|нояб декабря|декабрь|дек",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "th": "มกราคม|ม.ค. กุมภาพันธ์|ก.พ. มีนาคม|มี.ค. เมษายน|เม.ย. พฤษภาคม|พ.ค. มิถุนายน|มิ.ย."
    " กรกฎาคม|ก.ค. สิงหาคม|ส.ค. กันยายน|ก.ย. ตุลาคม|ต.ค. พฤศจิกายน|พ.ย. ธันวาคม|ธ.ค.",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "uk": "січня|січень лютого|лютий березня|березень квітня|квітень травня|травень"
    " червня|червень липня|липень серпня|серпень вересня|вересень жовтня|жовтень"
    " листопада|листопад грудня|грудень",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
}

# Between the numbers of a date, in some of these languages and in those that count their months.
FILLERS = "de del г г. года р р. року ngày năm วันที่ พ.ศ. ค.ศ. م της ב"
