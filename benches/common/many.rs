//! Many reports, composed: offices and years, matters and figures that go on
//! from year to year, sentences of their own and phrases that all share, some
//! passages copied, and one family that filled in the same template. The same
//! number of reports is always the same reports.

use std::fmt::Write as _;
use std::path::Path;

/// Years of one office.
const YEARS: i32 = 5;
/// One in so many reports belongs to the family of near-identical ones.
const FAMILY: usize = 20;
/// Bytes of a report.
const SIZE: usize = 16_000;

/// Characters of place names.
const PLACE: &str =
    "云清南石河平安宁青白龙凤金银玉松柏竹梅兰泉溪江湖岭山川原田林沙洲东西北中上下长永新兴隆昌盛明和顺康乐福寿景德仁义礼信文武";
const LEVELS: [&str; 4] = ["县", "市", "区", "县"];
const ORGANS: [&str; 5] = ["人民政府", "司法局", "市场监督管理局", "交通运输局", "生态环境局"];

/// Words of two characters, put together at random: hardly two sentences are alike.
const WORDS: &str = "案卷评查执法监督文件审核法律顾问复议听证调解仲裁公证援助宣传培训考试持证台账网格站所窗口热线平台数据清单目录指引流程时限期满抽查随机信用分类预警\
整改问责督察考核述法研判会商联动移送衔接协查取证鉴定裁量基准柔性免罚容错包容审慎准入退出注销变更登记备案许可承诺代办帮办陪办上门邮寄线上扫码人脸电子证照印章档案\
归集共享回流治理沿街商铺集市夜市早市渡口码头桥梁隧道矿山砂石渣土扬尘噪声油烟污水垃圾危废林木湿地耕地宅基违建消防电梯燃气锅炉特种设备食品药品疫苗化妆价格计量标准广告\
合同商标专利知识产权劳动工资社保工伤养老医保救助低保残疾妇女儿童老人学校校车午托培训驾校民办医院诊所殡葬宗教民族侨务港口航道公路治超客运货运出租网约共享单车停车泊位";

const HOWS: [&str; 24] = [
    "由分管领导牵头",
    "先试点后铺开",
    "借助第三方力量",
    "结合机构调整",
    "按月拆解任务",
    "邀请代表委员观摩",
    "拿出专项经费",
    "抽调业务骨干",
    "对照群众来信",
    "依托数据平台",
    "会同乡镇走访",
    "选派干部驻点",
    "委托高校评估",
    "组织交叉互查",
    "建立周调度机制",
    "引入社会监督",
    "梳理历年积案",
    "编印口袋手册",
    "开设夜间课堂",
    "设置流动站点",
    "聘请退休法官",
    "公开征集线索",
    "制定责任清单",
    "通报典型案例",
];
const ENDS: [&str; 24] = [
    "办事群众少跑了路",
    "来信来访明显减少",
    "相关单位主动上门",
    "老难题有了新解法",
    "经办人员心里有数",
    "监督员反映改观不小",
    "积压事项逐步见底",
    "排队时间缩短",
    "乡镇反映底气更足",
    "经营户抱怨声少了",
    "卷宗差错降到个位",
    "邻里气也顺了",
    "整改一次到位",
    "投诉当月清零",
    "材料一次备齐",
    "争议解决在镇里",
    "企业少交材料",
    "复查无一反弹",
    "条块不再推诿",
    "文书不再退改",
    "案件按期办结",
    "台账账实相符",
    "问题销号管理",
    "经验在片区推开",
];
const LACKS: [&str; 12] = [
    "力量不足",
    "标准不一",
    "衔接不畅",
    "更新不及时",
    "覆盖不到位",
    "培训跟不上",
    "经费没有保障",
    "责任不清",
    "效果不明显",
    "底数不清",
    "装备老化",
    "反馈太慢",
];
const CAUSES: [&str; 8] =
    ["编制多年没有增加", "部门各管一段", "考核导向偏软", "信息不能互通", "前期调研不深", "历史欠账较多", "人手被多头抽调", "上下衔接不紧"];
/// What every report says.
const SHARED: [&str; 8] = [
    "坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，全面贯彻落实党的二十大精神。",
    "严格落实党政主要负责人履行推进法治建设第一责任人职责，将法治建设纳入年度工作计划统筹谋划部署。",
    "对照《法治政府建设与责任落实督察工作规定》，逐项制定整改方案，明确责任领导和完成时限，整改情况按要求报送并在政府门户网站公开。",
    "严格执行重大行政决策公众参与、专家论证、风险评估、合法性审查和集体讨论决定程序。",
    "全面推行行政执法公示、执法全过程记录、重大执法决定法制审核制度，严格规范公正文明执法。",
    "持续深化“放管服”改革，优化法治化营商环境，推进政务服务“一网通办”。",
    "加强规范性文件监督管理，按照“有件必备、有备必审、有错必纠”的要求做好备案审查工作。",
    "落实“谁执法谁普法”普法责任制，深入开展宪法和民法典宣传。",
];
const MARKS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
const HEADS: [&str; 12] = [
    "履行第一责任人职责",
    "优化法治化营商环境",
    "完善行政决策机制",
    "规范行政执法行为",
    "化解社会矛盾纠纷",
    "强化行政权力监督",
    "加强规范性文件管理",
    "推进政务公开",
    "深化法治宣传教育",
    "提升公共法律服务",
    "建设法治人才队伍",
    "抓好督察整改",
];

/// Numbers that look drawn and are not.
struct Dice(u64);

impl Dice {
    fn of(parts: &[u64]) -> Self {
        let mut dice = Self(0x9E37_79B9_7F4A_7C15);
        for part in parts {
            dice.0 = (dice.0 ^ part.wrapping_add(1)).wrapping_mul(0xD129_0D3A_5F2B_7C4D).rotate_left(29);
            dice.roll(2);
        }
        dice
    }

    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below.max(1)
    }

    fn of_list<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }

    fn word(&mut self) -> &'static str {
        let at = self.roll(WORDS.len() / 6) * 6;
        &WORDS[at..at + 6]
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect()
    }
}

/// Writes `count` reports below a folder, a folder a year. How many bytes.
pub fn write(folder: &Path, count: usize) -> usize {
    let mut bytes = 0;
    for number in 0..count {
        let (name, text) = report(number, count);
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        bytes += text.len();
        std::fs::write(path, text).unwrap();
    }
    bytes
}

/// Who reports: place and organ.
fn office(number: usize) -> (String, &'static str) {
    let chars: Vec<char> = PLACE.chars().collect();
    let (place, organ) = (number / ORGANS.len(), number % ORGANS.len());
    let (first, second) = (place % chars.len(), place / chars.len());
    let name: String = [chars[first], chars[(first + 7 * second + 11) % chars.len()]].iter().collect();
    (format!("{name}{}", LEVELS[place % LEVELS.len()]), ORGANS[organ])
}

/// A report of many, and the path that it goes under.
pub fn report(number: usize, count: usize) -> (String, String) {
    let family = number < count / FAMILY;
    let (office_number, year) = if family { (number, 2024) } else { (number / YEARS as usize, 2020 + (number % YEARS as usize) as i32) };
    let (place, organ) = office(office_number + if family { count } else { 0 });
    let mut out = format!("{place}{organ}{year}年法治政府建设年度报告\n\n");
    let dice = &mut Dice::of(&[if family { 7 } else { office_number as u64 }, year as u64]);
    let _ = write!(out, "{year}年，{place}{}{}现将有关情况报告如下。\n\n一、主要举措和成效\n\n", SHARED[0], dice.of_list(&SHARED[1..]));
    let planned = plans(office_number, year - 1, family);
    let figure = |n: usize, year: i32| {
        let mut dice = Dice::of(&[office_number as u64, n as u64, 99]);
        30 + dice.roll(200) + (year - 2020) as usize * (3 + dice.roll(20))
    };
    let room = SIZE - 3400;
    for (n, head) in HEADS.iter().enumerate() {
        let _ = write!(out, "（{}）{head}。", MARKS[n]);
        let counted = dice.word();
        let counted = if n < 4 {
            ["受理行政复议案件", "办结行政处罚案件", "培训执法人员", "审核规范性文件"][n]
        } else {
            counted
        };
        let unit = ["件", "件", "人次", "件"][n % 4];
        let _ = write!(out, "全年{counted}{}{unit}，", figure(n, year));
        if n < 2 && year > 2020 {
            let (now, was) = (figure(n, year) as f64, figure(n, year - 1) as f64);
            let _ = write!(out, "同比增长{:.1}%。", (now - was) * 100.0 / was);
        } else {
            let _ = write!(out, "{}。", dice.of_list(&ENDS));
        }
        out.push_str(dice.of_list(&SHARED));
        if let Some(plan) = planned.get(n.wrapping_sub(2)).filter(|_| dice.roll(10) > 0) {
            let _ = write!(out, "完成{plan}，{}，{}。", dice.of_list(&HOWS), dice.of_list(&ENDS));
        }
        while out.len() < 1200 + room * (n + 1) / HEADS.len() {
            sentence(dice, &mut out);
        }
        out.push_str("\n\n");
    }
    out.push_str("二、存在的不足和原因\n\n");
    for (n, mark) in MARKS.iter().enumerate().take(4) {
        // Some are copied: from the year before, or from a neighbour.
        let (from, of) = match Dice::of(&[number as u64, n as u64, 5]).roll(30) {
            0 if n > 0 => (office_number, year - 1),
            1 if n > 0 && office_number >= ORGANS.len() => (office_number - ORGANS.len(), year - 1),
            _ => (office_number, year),
        };
        let dice = &mut Dice::of(&[if family { 7 } else { from as u64 }, of as u64, n as u64, 11]);
        let what = dice.words(3);
        let _ = write!(
            out,
            "（{}）{what}{}。{}在{}{}方面还有差距，{}，主要原因是{}、{}。\n\n",
            mark,
            dice.of_list(&LACKS),
            dice.words(2),
            dice.words(2),
            dice.of_list(&LACKS),
            dice.words(5),
            dice.of_list(&CAUSES),
            dice.of_list(&CAUSES)
        );
    }
    let _ = write!(out, "三、{}年工作安排\n\n", year + 1);
    for (n, plan) in plans(office_number, year, family).into_iter().enumerate() {
        let _ = write!(out, "（{}）推进{plan}。{}，", MARKS[n], dice.of_list(&HOWS));
        sentence(&mut Dice::of(&[office_number as u64, year as u64, n as u64, 13]), &mut out);
        out.push_str("\n\n");
    }
    let _ = write!(out, "{place}{organ}\n\n{}年2月{}日\n", year + 1, 3 + office_number % 24);
    (format!("{year}/{place}{organ}.txt"), out)
}

/// What an office plans in a year.
fn plans(office: usize, year: i32, family: bool) -> Vec<String> {
    let dice = &mut Dice::of(&[if family { 7 } else { office as u64 }, year as u64, 3]);
    (0..5).map(|_| dice.words(4)).collect()
}

fn sentence(dice: &mut Dice, out: &mut String) {
    let _ = match dice.roll(6) {
        0 => {
            write!(out, "{}，{}{}个单位{}，{}。", dice.of_list(&HOWS), dice.words(2), 2 + dice.roll(90), dice.words(3), dice.of_list(&ENDS))
        }
        1 => write!(
            out,
            "围绕{}，{}{}，{}，对{}逐项{}。",
            dice.words(2),
            dice.of_list(&HOWS),
            dice.words(2),
            dice.words(3),
            dice.words(3),
            dice.word()
        ),
        2 => {
            let (all, part) = (100 + dice.roll(400), 1 + dice.roll(99));
            write!(
                out,
                "共检查{}{all}家，其中{}{part}家，占{:.1}%，{}。",
                dice.words(2),
                dice.words(2),
                part as f64 * 100.0 / all as f64,
                dice.of_list(&ENDS)
            )
        }
        3 => write!(
            out,
            "印发《{}办法》，明确{}、{}、{}的{}和{}。",
            dice.words(3),
            dice.words(2),
            dice.words(2),
            dice.words(2),
            dice.word(),
            dice.words(2)
        ),
        4 => write!(
            out,
            "{}月{}日，{}召开{}会议，{}，研究{}事项{}项。",
            1 + dice.roll(12),
            1 + dice.roll(28),
            dice.words(2),
            dice.words(2),
            dice.of_list(&HOWS),
            dice.words(3),
            2 + dice.roll(30)
        ),
        _ => write!(
            out,
            "推动{}与{}相结合，{}，{}{}，{}。",
            dice.words(2),
            dice.words(3),
            dice.of_list(&HOWS),
            dice.words(3),
            dice.word(),
            dice.of_list(&ENDS)
        ),
    };
}
