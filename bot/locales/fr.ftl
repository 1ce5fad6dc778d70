### Ce que Hearsay dit de lui-même, en français.

## Names of things

language-unknown = langue inconnue
publisher-unknown = éditeur inconnu
claimant-unknown = l'article ne dit pas qui
via-mentioned = « { $mention } » ({ $name })

stance-affirm = affirme
stance-deny = dément
stance-accuse = accuse
stance-doubt = doute
stance-demand = exige
stance-promise = promet

note-read = lu
note-reported = rapporté
note-unnamed = anonyme
note-document = document
note-unknown = inconnu

## A claim and where it stands

claim = { $claimant } ({ $stance }).
claim-unattributed = L'article ne dit pas qui ({ $stance }).
claim-own-voice = { $publisher }, de sa propre voix.
claim-own-voice-unknown = Un article d'éditeur inconnu, de sa propre voix.
hops-reported = { $hops ->
    [0] Lu à la source.
    [one] Non lu à la source : { $hops } maillon rapporté.
   *[other] Non lu à la source : { $hops } maillons rapportés.
}
source-line = { $publisher } ({ $language }){ $dated ->
    [yes] , { DATETIME($published, dateStyle: "long") }
   *[no] { "" }
}, { ORDINAL($paragraph) ->
    [one] { $paragraph }er
   *[other] { $paragraph }e
} paragraphe
source-open = ouvrir

## Answers

verdict-claimed = Oui, tel que je le lis.
verdict-denied = Non, tel que je le lis : c'est démenti.
verdict-otherwise = Ni un oui net ni un non net ; voici le plus proche :
verdict-by_others = Non, pas que je trouve ; mais { $names }, oui.
verdict-by-nobody = Non, pas que je trouve.
verdict-silent = Rien de { $claimant } à ce sujet, que je trouve ; d'autres disent :
answer-totals = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $origins ->
    [one] { $origins } origine
   *[other] { $origins } origines
}.
answer-undenied = Aucun des passages trouvés ne le dément.
answer-denied = Démenti par { $names }.
answer-said = Affirmé par { $names }.
answer-also-said = Affirmé aussi par { $names }.
answer-also-in = Aussi dans
answer-in = { $name } ({ $publisher })
answer-further = Moins proche de la question :
answer-page = Résultats { $first } à { $last } sur { $total }.
answer-no-more = Il n'y a pas d'autre résultat.
summary-label = Formulé par un modèle de langue ; seuls les passages font foi :
question-reworded = Recherché : « { $question } », selon un modèle de langue qui a reformulé votre question.
no-evidence = Je n'ai trouvé aucune preuve de cela dans les articles enregistrés.
no-evidence-nearest = Les passages les plus proches, donnés pour rien de plus :
no-evidence-alone = Rien ne s'en approche. Envoyez-moi un article à ce sujet, puis reposez la question.

action-passage = passage
action-passage-of = passage { $number }
action-passage-in = passage dans { $publisher }
action-chain = chaîne
action-picture = image de la chaîne
action-chain-of = chaîne { $number }
action-more = { $left } de plus
thumb-good = 👍
thumb-bad = 👎

## What people say of an answer

reason-passage = mauvais passage
reason-source = mauvaise personne ou chaîne
reason-no-answer = ne répond pas
reason-no-evidence = il n'y a aucune preuve
reason-missed = c'est enregistré
action-take-back = annuler
vote-good = Merci, c'est noté. { $again } encore une fois l'annule.
vote-bad = C'est noté, merci. Qu'est-ce qui ne va pas dans cette réponse ?
vote-reason = Noté : { $reason }. Merci.
vote-taken-back = C'est annulé.
vote-none = Vous n'avez rien à annuler ici.
vote-gone = Je n'ai plus cette réponse. Veuillez reposer la question.
vote-which = C'est noté, merci. Pour dire pourquoi : /bad { $example }. Les raisons sont { $reasons }.
vote-nothing = Il n'y a pas encore de réponse. Posez d'abord une question.

## A passage, a chain

passage-attributions = On y lit : { $claims }.
chain-hop-publisher = { $name } : son article est enregistré.
chain-hop-read = { $name } : son propre article est enregistré aussi.
chain-hop-reported = { $name } : seulement rapporté ; l'article dit « { $mention } ».
chain-hop-reported-elsewhere = { $name } : seulement rapporté, par le maillon précédent.
chain-hop-unknown = Avant cela, l'article ne dit pas qui.
chain-cue = Les mots qui attribuent ce propos : « { $cue } ».
chain-end-named = La chaîne aboutit à une source nommée.
chain-end-unnamed = La chaîne aboutit à une source qui reste anonyme.
chain-end-document = La chaîne aboutit à un document.
chain-end-unknown = Où commence la chaîne n'est pas dit.
chain-end-cycle = La chaîne tourne en rond : ces articles se citent l'un l'autre.

## The picture of the chains

picture-kind-person = personne
picture-kind-organisation = organisation
picture-kind-government = gouvernement
picture-kind-outlet = média
picture-kind-document = document
picture-kind-group = groupe
picture-kind-unnamed = source anonyme
picture-articles = { $articles } articles
picture-date = { DATETIME($published, dateStyle: "medium") }
picture-quoted = « { $words } »
picture-origin = origine
picture-more = { $findings ->
    [one] + { $findings } autre résultat
   *[other] + { $findings } autres résultats
}
picture-more-hops = { $hops ->
    [one] + { $hops } autre maillon
   *[other] + { $hops } autres maillons
}
picture-legend-read = Lu : son propre article est enregistré.
picture-legend-reported = Rapporté : seul le maillon précédent le dit.
picture-legend-origin = Origine : la piste s'arrête là.

## An article comes in

receipt = { $known ->
    [yes] Je l'ai déjà
   *[no] Ajouté
} : { $publisher }, { $language }{ $dated ->
    [yes] , { DATETIME($published, dateStyle: "long") }
   *[no] { "" }
}{ $credited ->
    [yes] , attribué dans son ensemble à { $credits }
   *[no] { "" }
}.
receipt-contents = { $passages ->
    [one] { $passages } passage
   *[other] { $passages } passages
}, { $attributions ->
    [0] aucun propos attribué.
    [one] { $attributions } propos attribué : { $claims }
   *[other] { $attributions } propos attribués : { $claims }
}{ $attributions ->
    [0] { "" }
   *[other] { $left ->
        [0] .
       *[other] ; et { $left } de plus.
    }
}
receipt-twin = { $exact ->
    [yes] Même texte que
   *[no] Presque le même texte que
} : { $publisher }{ $dated ->
    [yes] , { DATETIME($published, dateStyle: "long") }
   *[no] { "" }
} (compte pour une seule origine).
receipt-other-date = Vous donnez la date du { DATETIME($given, dateStyle: "long") } ; je garde celle que j'avais, le { DATETIME($kept, dateStyle: "long") }.
receipt-other-title = Vous donnez le titre « { $given } » ; je garde celui que j'avais, « { $kept } ».
receipt-publisher-unknown = Je ne sais pas qui l'a publié. Pour me le dire, renvoyez-le avec « Éditeur : … » en première ligne, suivie d'une ligne vide. « Date : 2024-06-19 » et « URL : … » peuvent y figurer aussi.

## Help

start =
    Je remonte les faits à leur source : qui l'a dit, et par qui on le sait.

    Envoyez-moi des articles de presse : transférez un message, ou collez le texte. Puis demandez, par exemple « qui a affirmé que l'Iran fournit des drones ? ». Je réponds par le passage qui le dit, mot pour mot, et par la chaîne des sources derrière lui.

    /help en dit plus.
help =
    Posez une question avec vos mots : « qui a affirmé … ? », « qui a démenti … ? », « qu'a dit … sur … ? ». /ask fait de même, y compris dans les groupes.

    Puis poursuivez : « et qui l'a démenti ? », « qu'a-t-il dit d'autre ? », « depuis juin ? », « seulement de RT », « qui d'autre ? ». /cancel oublie la dernière réponse.

    Envoyez un article en le transférant, en collant son texte, ou comme fichier .txt ou .md. Des lignes comme « Éditeur : … », « Date : 2024-06-19 », « Titre : … », « URL : … » ou « Langue : … » peuvent figurer en tête, suivies d'une ligne vide.

    Dans une chaîne, « lu » veut dire que l'article lui-même est ici, « rapporté » que seul le maillon précédent le dit.

    /stats, /rebuild et /alias sont réservés aux administrateurs.
terminal-start =
    Je remonte les faits à leur source : qui l'a dit, et par qui on le sait. Posez une question, ou collez un article.

    /help donne la liste des commandes.
terminal-help =
    Posez une question avec vos mots : « qui a affirmé … ? », « qui a démenti … ? », « qu'a dit … sur … ? ».

    /add FICHIER ajoute l'article d'un fichier texte
    /paste ajoute l'article que vous collez, jusqu'à une ligne avec un seul « . »
    « et qui l'a démenti ? », « qu'a-t-il dit d'autre ? », « depuis juin ? », « seulement de RT » poursuivent ; /cancel oublie la dernière réponse
    /more montre d'autres résultats
    /good dit que la dernière réponse est bonne, /bad qu'elle ne l'est pas, /bad RAISON pourquoi
    /passage NUMÉRO montre un passage, /chain NUMÉRO une chaîne de sources
    /picture dessine les chaînes de la dernière réponse, /picture NUMÉRO l'une d'elles
    /export note d'où viennent ses affirmations ; /export prov-json, prov-n ou png, dans ce format
    /alias A = B fait de A un autre nom de la source B, /alias A = l'annule, /alias les montre tous
    /stats dit ce qui est enregistré, /rebuild reconstruit l'index
    /quit pour sortir

    Des lignes comme « Éditeur : … », « Date : 2024-06-19 », « Titre : … », « URL : … » ou « Langue : … » peuvent figurer en tête d'un article, suivies d'une ligne vide.
terminal-paste = Collez l'article, et finissez par une ligne avec un seul « . ».
terminal-line-cut = Un terminal transmet { $most } octets d'une ligne et perd le reste, et cette ligne a cette longueur : rien n'a été ajouté. Enregistrez le texte dans un fichier, et utilisez /add FICHIER.
terminal-needs-file = Quel fichier ? Par exemple : /add article.txt
terminal-needs-number = Quel numéro ? Par exemple : { $command } 12
terminal-no-such-command = Il n'y a pas de commande { $command }.
picture-saved = L'image se trouve dans { $file }.
export-saved = La provenance des affirmations est notée dans { $file }.
export-nothing = Il n'y a pas encore de réponse avec des résultats. Posez d'abord une question.
export-formats = Les formats sont { $formats }. Par exemple : /export { $example }
terminal-prompt = vous
terminal-bye = Au revoir.
nothing-said = Posez une question, ou envoyez le texte d'un article.

## Administration

stats = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $passages ->
    [one] { $passages } passage
   *[other] { $passages } passages
}, { $attributions ->
    [one] { $attributions } propos attribué
   *[other] { $attributions } propos attribués
}.
stats-languages = Langues : { $list }.
stats-publishers = Éditeurs : { $list }.
stats-share = { $name } { $count }
alias-set = Désormais, « { $alias } » est la source « { $name } ».
alias-removed = « { $alias } » ne désigne plus que soi.
alias-none-such = « { $alias } » ne désignait aucun autre nom. /alias montre ceux qui le font.
alias-none = Aucun nom n'en désigne un autre. Pour en définir un : /alias WSJ = The Wall Street Journal
alias-list = { $count ->
    [one] { $count } nom en désigne un autre :
   *[other] { $count } noms en désignent d'autres :
}
alias-line = { $alias } = { $name }
alias-how = Écrivez /alias A = B pour faire de A un autre nom de la source B, /alias A = pour l'annuler, ou /alias pour les voir tous. Un nom a { $most } caractères au plus.
rebuilt = L'index a été reconstruit : { $passages ->
    [one] { $passages } passage
   *[other] { $passages } passages
} en { NUMBER($seconds, maximumFractionDigits: 1) } s.

## Errors

failure = Quelque chose a échoué de mon côté, et c'est noté dans le journal. Ce qui a été confirmé est en sûreté. Veuillez réessayer.
error-bad-input = Je ne peux pas utiliser cela tel quel. Envoyez le texte d'un article, ou une question.
error-empty-text = Il n'y a pas de texte. Envoyez le texte d'un article, ou une question.
error-too-short = Cela fait { $words ->
    [one] { $words } mot
   *[other] { $words } mots
} ; un article en a au moins { $fewest }. Envoyez l'article entier. Pour poser une question, écrivez-la dans un message à part, ou utilisez /ask.
error-too-long = Cela fait { $characters } caractères ; { $most } au plus sont possibles. Envoyez-le en plusieurs parties, ou seulement la partie qui compte.
error-not-text = Ce n'est pas lisible comme texte. Copiez le texte de l'article et collez-le, ou enregistrez-le en UTF-8.
error-bad-record = La ligne « { $field } : { $given } » n'a pas la forme que je connais. Écrivez-la comme { $form }, ou retirez la ligne.
error-alias-circle = Cela tournerait en rond : { $path }. Annulez d'abord l'un d'eux (/alias NOM =), puis redéfinissez celui-ci.
error-misconfigured = { $variable } a une autre valeur que ce qu'il faut : { $takes }. Corrigez-la dans l'environnement ou dans .env, puis redémarrez.
error-model = Le modèle d'embedding ne peut pas servir. Le journal dit pourquoi.
error-model-unavailable = Le modèle d'embedding est introuvable. Vérifiez EMBEDDING_MODEL et le réseau, puis redémarrez.
error-model-damaged = Les fichiers du modèle d'embedding sont endommagés. Supprimez le dossier models du dossier de données, puis redémarrez.
error-language-model = Le modèle de langue n'a donné aucune réponse utilisable. Le journal dit pourquoi ; les réponses continuent sans lui.
error-index-unusable = L'index ne peut pas servir. Rien n'est perdu : /rebuild le reconstruit à partir des articles enregistrés.
error-store = L'enregistrement a échoué. Rien n'en a été gardé ; veuillez réessayer.
error-store-in-use = Un autre processus écrit dans le dossier de données. Attendez qu'il finisse, ou arrêtez-le.
error-store-damaged = La base de données est illisible. Restaurez-la depuis une sauvegarde ; le journal en dit plus.
error-store-too-new = La base de données vient d'un Hearsay plus récent. Mettez celui-ci à jour.
error-store-full = Il n'y a plus de place sur le disque, et rien de cela n'a été enregistré. Faites de la place, puis renvoyez-le.
error-not-found = Cela n'est pas enregistré, ou ne l'est plus. Reposez la question pour voir ce qui l'est.
file-error-bad-input = { $file } ne peut pas être écrit. Allez dans un dossier où vous pouvez écrire, sur un disque qui a de la place.
file-error-not-text = { $file } n'est pas lisible comme texte. Vérifiez le nom, et que c'est un fichier texte en UTF-8.
file-error-too-long = { $file } est trop grand pour un seul article. Divisez-le, ou ne prenez que la partie qui compte.

## Asking on

cancelled = C'est oublié. Votre prochaine question se suffit à elle-même.
cancelled-nothing = Il n'y a rien à oublier. Votre prochaine question se suffit à elle-même.

## Inline mode

inline-ask = Tapez une question entière : qui a affirmé … ?
inline-nothing = Aucune preuve dans les articles enregistrés. Demandez-moi ici

## Telegram

ask-what = Que voulez-vous savoir ? Par exemple : /ask qui a affirmé que l'Iran fournit des drones ?
link-alone = Je ne sais pas encore ouvrir les liens. Transférez le message, ou collez le texte de l'article.
can-be-sent = Je lis du texte. Posez une question, transférez ou collez un article, ou envoyez-le en fichier .txt ou .md. D'une image, je lis la légende.
file-too-large = Ce fichier ne peut pas être récupéré : Telegram ne remet que des fichiers de { $megabytes } Mo au plus. Envoyez la partie qui compte.
file-unfetched = Le fichier n'a pas pu être récupéré chez Telegram. Veuillez le renvoyer.
button-unknown = Je ne connais pas ce bouton. Veuillez reposer la question.
question-gone = Je ne vois plus la question de cette réponse. Veuillez la reposer.
administrators-only = C'est réservé aux administrateurs. Qui me fait tourner peut vous en faire un en ajoutant votre identifiant, { $id }, à ADMIN_IDS.
rebuild-started = L'index est en cours de reconstruction. Entre-temps, les questions reçoivent leurs réponses.
rebuild-running = L'index est déjà en cours de reconstruction.
failure-noted = Quelque chose a échoué de mon côté ; c'est noté dans le journal sous { $reference }. Ce qui a été confirmé est en sûreté. Veuillez réessayer.
