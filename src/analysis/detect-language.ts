import type { Language } from '#domain/message.ts';
import type { Tokens } from './tokens.ts';

/** Words that only one of the languages uses, folded; the start of what a trained table will do. */
const cues: Record<Exclude<Language, 'id'>, ReadonlySet<string>> = {
  su: new Set(
    'abdi kuring urang aing anjeun maneh manéh teu henteu moal acan teh téh mah atuh punten kumaha naon saha iraha dimana kamana ieu eta éta aya euweuh geus parantos tos atos bade badé rek rék hoyong hayang kanggo jeung sareng sarta tina dina ku keur nu anu naha lamun mun upami pami gawe gawé padamel digawe digawé pagawean artos duit gede gedé leutik budak pun kang neng ceuk cenah saurna bapa dulur lanceuk rai sadaya sadayana dipenta dibere dibéré pang pangmeserkeun hatur nuhun sumuhun muhun wungkul bari hungkul lain sanes sanés nyaho terang apal ngan ulah tong entong heula ayeuna engke engké enjing isuk peuting poe poé taun sabulan saminggu rebu sarebu sajuta kaluar balik mulang indit angkat uih imah bumi dunungan'.split(
      ' ',
    ),
  ),
  jv: new Set(
    'aku kulo kule kula kite kita sire sira kowe sampeyan ora ore dudu dede boten mboten durung dereng wis uwis sampun arep pan ayun nek lamon yen sing kang karo kaliyan ning nong nang neng kanggo nggo saking iki iku niku niki kuwi opo ape apa pripun kepriben kepremen piye kepriye pinten pire pira wong uwong lanang wadon bocah anak adhi adi mangkat budhal lunge lunga mulih balik mantuk omah umah griya duit yatra megawe nyambut gawe gaweane kerjo bayaran bayarane dijaluk dikei diwei dijanjeni jare jarene tulung nuwun maturnuwun nggih inggih monggo kudu kedah olih oleh bae wae mung dingin disit maning malih sewu ewu yuta saiki siki mengko besuk sesuk wingi dina dinten sasi wulan taun akeh sithik kabeh sedanten dewek dhewe dewe'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the is are was were you your my our his her they we he she it this that have has had will would can could should must not no do does did for with from about when what who where how why please help want need job work salary pay visa passport agent company offer hiring wanted apply contact to in of and or at on by as be been am there here month free ticket only just any some asked said told sister brother mother father friend husband wife'.split(
      ' ',
    ),
  ),
};
/** So many cue words more than Indonesian-only text would show by chance. */
const cueShareMin = 0.18;
const cuesMin = 2;

/** Language of the words by those that only it uses; unsure means Indonesian. */
export function detectLanguage(tokens: Tokens): Language {
  const counts = { su: 0, jv: 0, en: 0 };
  let words = 0;
  for (let i = 0; i < tokens.count; i++) {
    const word = tokens.slice(i, i).toLowerCase();
    if (word.length > 20) continue;
    words++;
    for (const language of ['su', 'jv', 'en'] as const) {
      if (cues[language].has(word)) counts[language]++;
    }
  }
  const [best] = (Object.entries(counts) as [Exclude<Language, 'id'>, number][]).sort(
    (a, b) => b[1] - a[1],
  );
  if (!best || best[1] < cuesMin || best[1] < words * cueShareMin) return 'id';
  return best[0];
}
