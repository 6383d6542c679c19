import simplified from 'opencc-js/dict/TSCharacters'

/**
 * Signs that are written in two or three ways, which is one name: traditional and simplified in Chinese,
 * older and newer in Japanese. {@link hanSign} gives all of them one sign.
 */

/**
 * What Japan wrote anew in 1946 (旧字体, 新字体), and the variants that are usual in its family names:
 * pairs of the older sign and today's.
 */
const japanese =
  '亞亜惡悪壓圧圍囲爲為醫医榮栄營営衞衛驛駅圓円緣縁應応歐欧櫻桜奧奥橫横溫温假仮價価畫画會会繪絵擴拡覺覚學学' +
  '嶽岳樂楽勸勧卷巻歡歓觀観歸帰氣気龜亀戲戯舊旧據拠擧挙峽峡狹狭曉暁區区驅駆勳勲薰薫徑径惠恵溪渓經経繼継莖茎' +
  '螢蛍輕軽鷄鶏藝芸儉倹劍剣圈圏檢検權権獻献縣県險険顯顕驗験嚴厳廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎齊斎斉斎' +
  '雜雑參参棧桟贊賛殘残絲糸兒児濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦處処緖緒敍叙奬奨將将涉渉燒焼稱称' +
  '證証乘乗孃嬢條条淨浄疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎眞真盡尽圖図粹粋醉酔隨随數数樞枢瀨瀬淸清靑青靜静聲声' +
  '攝摂專専戰戦淺浅潛潜錢銭踐践禪禅曾曽壯壮搜捜爭争總総聰聡莊荘裝装增増藏蔵屬属續続體体對対帶帯臺台瀧滝擇択' +
  '澤沢單単擔担團団彈弾斷断晝昼蟲虫鑄鋳廳庁聽聴鎭鎮鐵鉄轉転點点傳伝黨党燈灯當当德徳獨独讀読屆届繩縄惱悩腦脳' +
  '廢廃拜拝賣売麥麦發発髮髪拔抜晚晩祕秘彥彦濱浜濵浜拂払佛仏竝並變変邊辺邉辺辨弁寶宝豐豊沒没槇槙萬万滿満默黙' +
  '彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡遙遥來来賴頼亂乱覽覧龍竜兩両獵猟綠緑壘塁淚涙禮礼靈霊齡齢戀恋爐炉' +
  '勞労樓楼郞郎祿禄錄録灣湾關関嶋島嶌島髙高﨑崎𠮷吉冨富峯峰栁柳籔薮舘館桒桑渕淵渊淵曻昇'

const pairsOf = (text: string, pair: RegExp) =>
  Array.from(text.matchAll(pair), ([, older = '', newer = '']) => [older, newer] as const)

/** Of each traditional sign the simplified one; where there are several, the usual one. */
const chinese = new Map(pairsOf(simplified, /(\S) (\S)[^|]*/gu))

/** Of whatever Japan writes anew in its own way, the sign that China has for it. */
const signs = new Map(chinese)
for (const [older, newer] of pairsOf(japanese, /(.)(.)/gu)) {
  const sign = signs.get(newer) ?? chinese.get(older) ?? newer
  for (const variant of [older, chinese.get(older), newer]) if (variant) signs.set(variant, sign)
}

/** The one sign for all the ways to write it; what is written in one way stays. */
export function hanSign(sign: string): string {
  const other = signs.get(sign)
  return other === undefined || other === sign ? sign : hanSign(other)
}
