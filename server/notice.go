package server

import (
	"strings"
	"time"

	"masswerk/store"
)

// notice returns the privacy notice to show for an event: its own, else the house's, else the
// sample, which says that it is one.
func notice(event store.Event, house store.House) (text string, sample bool) {
	switch {
	case event.Notice != "":
		return event.Notice, false
	case house.Notice != "":
		return house.Notice, false
	}
	name, deleteOn, voice := house.Name, event.DeleteOn, event.Address
	day, err := time.Parse(time.DateOnly, event.DeleteOn)
	if event.Language == "de" {
		if name == "" {
			name = "[Name der Stadt]"
		}
		if err == nil {
			deleteOn = day.Format("02.01.2006")
		}
	} else {
		voice = event.Language
		if name == "" {
			name = "[name of the city]"
		}
		if err == nil {
			deleteOn = day.Format("2 January 2006")
		}
	}
	readers := readersOf[voice][event.Publication]
	return strings.NewReplacer("{house}", name, "{delete_on}", deleteOn, "{readers}", readers).Replace(samples[voice]), true
}

// readersOf says who may read contributions later, by publication level.
var readersOf = map[string]map[store.Publication]string{"sie": germanReaders, "du": germanReaders, "en": englishReaders}

var germanReaders = map[store.Publication]string{
	store.Internal:  "Später arbeiten nur die zuständigen Beschäftigten der Verwaltung damit.",
	store.Committee: "Später arbeiten die zuständigen Beschäftigten der Verwaltung damit, und Gremien des Rates können Beiträge lesen.",
	store.Public:    "Später arbeiten die zuständigen Beschäftigten der Verwaltung damit, und Beiträge können veröffentlicht werden.",
}

var englishReaders = map[store.Publication]string{
	store.Internal:  "Later, only the staff of the administration in charge will work with them.",
	store.Committee: "Later, the staff of the administration in charge will work with them, and committees of the council may read contributions.",
	store.Public:    "Later, the staff of the administration in charge will work with them, and contributions may be published.",
}

// samples are a start for a city's own notice under Art. 13 GDPR, in plain words.
var samples = map[string]string{
	"sie": `Muster – von der Stadt noch nicht angepasst

Wer verantwortlich ist
{house}. Die Kontaktdaten der Verantwortlichen und der behördlichen Datenschutzbeauftragten, Zweck und Rechtsgrundlage trägt die Stadt hier ein.

Was gespeichert wird
Ihre Beiträge, Ihre Unterstützung für andere Beiträge und Ihre Stimmen. Dazu eine zufällige Kennung für Ihr Gerät, die nur für diese Veranstaltung gilt. Nicht gespeichert werden Name, E-Mail-Adresse, IP-Adresse und die Art Ihres Geräts. Wann ein Beitrag kam, wird nur auf die Stunde genau festgehalten. In Ihrem Browser liegen ein Cookie für diese Veranstaltung und Ihre noch nicht gesendeten Beiträge; beides ist für die Teilnahme nötig.

Wer es lesen kann
Während der Veranstaltung sehen die Moderation und, wenn sie es freigibt, alle im Raum die Beiträge. Niemandem wird angezeigt, von welchem Gerät ein Beitrag kam. {readers}

Wie abgestimmt wird
Bis eine Abstimmung endet, ist gespeichert, welches Gerät wie gestimmt hat, damit Sie Ihre Stimmen ändern können. Danach wird diese Verbindung entfernt.

Was nicht geschützt ist
Wer den Server betreibt, könnte während einer laufenden Abstimmung technisch nachsehen. Wer auf Ihr Telefon schaut, sieht Ihre Eingaben. In kleinen Gruppen kann schon ein Ergebnis oder eine Formulierung verraten, von wem etwas stammt. Mit dem Code kann jemand mit mehreren Geräten teilnehmen. Schreiben Sie deshalb nichts über andere Personen und nichts, was niemand lesen soll.

Wann gelöscht wird
Am {delete_on} wird die Veranstaltung gelöscht. Es bleiben nur Nummer, Themenfeld und Ergebnis jedes Beitrags, ohne seinen Text, damit Sie mit Ihrem Ideen-Link noch sehen, was daraus geworden ist. Sicherungskopien werden nach den Fristen der Stadt überschrieben; wird eine zurückgespielt, wird auch die Löschung wiederholt.

Ihre Rechte
Sie können einen eigenen Beitrag jederzeit auf Ihrem Gerät zurückziehen; sein Text ist dann auch aus der Datenbank entfernt. Sie haben das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung und Widerspruch und können sich bei der Datenschutzaufsicht beschweren. Weil wir nicht wissen, welche Beiträge von Ihnen sind, brauchen Sie dafür Ihr Gerät oder Ihren Ideen-Link.

Freiwillig
Die Teilnahme ist freiwillig. Wer nicht teilnimmt oder kein Gerät nutzen möchte, hat keine Nachteile; die Moderation nimmt Beiträge auch mündlich oder auf Papier an.`,

	"du": `Muster – von der Stadt noch nicht angepasst

Wer verantwortlich ist
{house}. Die Kontaktdaten der Verantwortlichen und der behördlichen Datenschutzbeauftragten, Zweck und Rechtsgrundlage trägt die Stadt hier ein.

Was gespeichert wird
Deine Beiträge, deine Unterstützung für andere Beiträge und deine Stimmen. Dazu eine zufällige Kennung für dein Gerät, die nur für diese Veranstaltung gilt. Nicht gespeichert werden Name, E-Mail-Adresse, IP-Adresse und die Art deines Geräts. Wann ein Beitrag kam, wird nur auf die Stunde genau festgehalten. In deinem Browser liegen ein Cookie für diese Veranstaltung und deine noch nicht gesendeten Beiträge; beides ist für die Teilnahme nötig.

Wer es lesen kann
Während der Veranstaltung sehen die Moderation und, wenn sie es freigibt, alle im Raum die Beiträge. Niemandem wird angezeigt, von welchem Gerät ein Beitrag kam. {readers}

Wie abgestimmt wird
Bis eine Abstimmung endet, ist gespeichert, welches Gerät wie gestimmt hat, damit du deine Stimmen ändern kannst. Danach wird diese Verbindung entfernt.

Was nicht geschützt ist
Wer den Server betreibt, könnte während einer laufenden Abstimmung technisch nachsehen. Wer auf dein Telefon schaut, sieht deine Eingaben. In kleinen Gruppen kann schon ein Ergebnis oder eine Formulierung verraten, von wem etwas stammt. Mit dem Code kann jemand mit mehreren Geräten teilnehmen. Schreib deshalb nichts über andere Personen und nichts, was niemand lesen soll.

Wann gelöscht wird
Am {delete_on} wird die Veranstaltung gelöscht. Es bleiben nur Nummer, Themenfeld und Ergebnis jedes Beitrags, ohne seinen Text, damit du mit deinem Ideen-Link noch siehst, was daraus geworden ist. Sicherungskopien werden nach den Fristen der Stadt überschrieben; wird eine zurückgespielt, wird auch die Löschung wiederholt.

Deine Rechte
Du kannst einen eigenen Beitrag jederzeit auf deinem Gerät zurückziehen; sein Text ist dann auch aus der Datenbank entfernt. Du hast das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung und Widerspruch und kannst dich bei der Datenschutzaufsicht beschweren. Weil wir nicht wissen, welche Beiträge von dir sind, brauchst du dafür dein Gerät oder deinen Ideen-Link.

Freiwillig
Die Teilnahme ist freiwillig. Wer nicht teilnimmt oder kein Gerät nutzen möchte, hat keine Nachteile; die Moderation nimmt Beiträge auch mündlich oder auf Papier an.`,

	"en": `Sample (Muster) – not yet adapted by the city

Who is responsible
{house}. The city adds the contact of the controller and of its data protection officer, the purpose and the legal basis here.

What is stored
What you contribute, which contributions you support, and your votes. Also a random mark for your device that holds for this event only. Not stored are name, e-mail address, IP address and the kind of your device. When a contribution came is kept to the hour only. Your browser holds a cookie for this event and your contributions that are not sent yet; both are needed to take part.

Who can read it
During the event the moderators and, once they show them, everybody in the room see the contributions. Nobody is shown which device a contribution came from. {readers}

How votes work
Until a vote ends, it is stored which device voted how, so that you can change your votes. After that, this link is removed.

What is not protected
Whoever runs the server could look, technically, while a vote is open. Whoever looks at your phone sees what you enter. In small groups a result or a way of writing may itself tell whose it is. With the code, somebody can take part with several devices. So write nothing about other people, and nothing that nobody should read.

When it is deleted
The event is deleted on {delete_on}. What remains is number, topic field and outcome of each contribution, without its text, so that your idea link can still tell what became of it. Backups are overwritten after the city's retention period; when one is restored, the deletion is repeated.

Your rights
You can withdraw a contribution of yours on your device at any time; its text is then removed from the database as well. You have the right of access, rectification, erasure, restriction and objection, and can complain to the data protection authority. As we do not know which contributions are yours, you need your device or your idea link for this.

Voluntary
Taking part is voluntary. There is no disadvantage to those who do not, or who do not want to use a device; the moderators also take contributions by word of mouth or on paper.`,
}
