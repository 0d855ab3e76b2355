//! Families of reports, composed: three offices and four years, each report in
//! words of its own, its results answering last year's plans, its figures going
//! on from last year's. What is wrong in them was put in and is listed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Three offices of one level, reporting side by side.
pub const PLACES: [&str; 3] = ["云岭县", "清河县", "南坪县"];
/// The years they report on.
pub const YEARS: [i32; 4] = [2022, 2023, 2024, 2025];

/// Something wrong that was put in: in which report, which rule tells of it,
/// and words of the passage that it marks or of its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    pub report: (usize, usize),
    pub rule: &'static str,
    pub words: String,
}

/// A family, and what is wrong in it.
#[derive(Default)]
pub struct Family {
    pub texts: BTreeMap<(usize, usize), String>,
    pub planted: Vec<Planted>,
}

/// What an office may plan: what it is called, what is to be done, what came of it.
const PROJECTS: [(&str, &str, &str); 24] = [
    ("餐厨垃圾收运监管", "给收运车装定位", "餐厨垃圾收运监管覆盖全部食堂"),
    ("企业合规辅导站", "在工业园区挂牌设点", "园区企业合规辅导站建成开放"),
    ("行政复议听证室", "改造旧办公用房", "行政复议听证室投入使用"),
    ("村居法律顾问坐班", "排定固定接待日", "村居法律顾问坐班已成常态"),
    ("农民工讨薪绿色通道", "与人社窗口并联受理", "农民工讨薪绿色通道全年畅通"),
    ("涉企检查扫码备案", "上线二维码登记", "涉企检查扫码备案全面推开"),
    ("校园周边食品摊点规范", "划定经营时段", "校园周边食品摊点规范完毕"),
    ("规范性文件电子档案", "扫描历年存件", "规范性文件电子档案可供查阅"),
    ("婚姻家事调解室", "选聘退休法官驻点", "婚姻家事调解室开门接案"),
    ("行政合同履约台账", "逐份登记履约节点", "行政合同履约台账逐份建立"),
    ("砂石运输车辆联合治超", "设置流动称重点", "砂石运输车辆联合治超取得实效"),
    ("小微工程招标指引", "编写通俗操作手册", "小微工程招标指引印发到各乡镇"),
    ("物业纠纷前端受理点", "依托社区驿站", "物业纠纷前端受理点铺开"),
    ("罚没物品集中仓库", "租用粮站旧库", "罚没物品集中仓库完成移交"),
    ("法治乡村直播课", "组织律师轮流主讲", "法治乡村直播课按月开讲"),
    ("古树名木执法巡护", "逐棵挂牌编码", "古树名木执法巡护落实到人"),
    ("政务热线疑难件会诊", "每月筛选积压工单", "政务热线疑难件会诊每月一次"),
    ("殡葬服务收费公示", "统一制作价目牌", "殡葬服务收费公示全部上墙"),
    ("水库移民法律服务", "派驻专职联络员", "水库移民法律服务实现驻点"),
    ("自建房安全执法排查", "按网格逐栋过筛", "自建房安全执法排查收尾"),
    ("仲裁案件远程开庭", "配备音视频终端", "仲裁案件远程开庭系统运行"),
    ("未成年人保护热线", "与妇联合署值守", "未成年人保护热线开通"),
    ("土地承包纠纷仲裁庭", "在中心镇设分庭", "土地承包纠纷仲裁庭完成组建"),
    ("渔政夜间巡查", "配置红外设备", "渔政夜间巡查形成制度"),
];

/// How something is done, one for each report.
const HOW: [&str; 12] = [
    "由分管领导牵头组成专班",
    "采取先试点后铺开的办法",
    "借助第三方力量摸清底数",
    "结合乡镇机构调整",
    "把任务拆成月度节点",
    "邀请代表委员全程观摩",
    "拿出专项经费予以支持",
    "抽调业务骨干集中攻坚",
    "对照群众来信逐件梳理",
    "依托县级数据平台",
    "会同乡镇逐村走访",
    "选派年轻干部驻点跟进",
];
/// What shows it, one for each report.
const DETAIL: [&str; 12] = [
    "办事群众少跑了冤枉路",
    "来信来访明显减少",
    "相关单位开始主动上门",
    "老难题有了新解法",
    "经办人员手里有了准绳",
    "监督员反映改观不小",
    "积压事项逐步见底",
    "窗口排队时间缩短",
    "乡镇反映底气更足",
    "经营户抱怨声少了",
    "卷宗差错降到个位",
    "邻里见面气也顺了",
];
/// What is lacking, one for each report and each of three places in it.
const LACK: [&str; 36] = [
    "偏远乡镇聘不到法律专业毕业生",
    "夜间执法缺少车辆保障",
    "案卷装订还靠手工",
    "个别窗口解释政策前后不一",
    "山区调解员年纪偏大",
    "旧系统数据导不出来",
    "部分村规民约多年没有修订",
    "新业态监管分工说不清",
    "处罚裁量档次拉得过宽",
    "鉴定机构路远费高",
    "听证代表总是几张熟面孔",
    "文件起草征求意见时间过短",
    "执法服装配发不及时",
    "基层站所房屋年久失修",
    "委托执法协议到期未续签",
    "企业不清楚申诉渠道",
    "罚缴票据衔接不畅",
    "单位之间移交材料常缺页",
    "外卖骑手权益没人牵头",
    "直播带货取证困难",
    "养殖尾水归口管理含糊",
    "老旧小区加装电梯争议多",
    "停车收费依据陈旧",
    "祠堂翻修审批无章可循",
    "山林权属图纸对不上",
    "渡口安全巡查断档",
    "公益岗位考核流于口头",
    "临时用地复垦督促不力",
    "网络舆情研判靠经验",
    "医疗纠纷调处专家太少",
    "驾校投诉处理周期长",
    "预付卡跑路追偿难",
    "扬尘监测点位不够",
    "集市占道反复回潮",
    "民宿备案条件含混",
    "校车线路审批环节重复",
];
const CAUSE: [&str; 12] = [
    "编制多年没有增加",
    "经费渠道单一",
    "部门各管一段",
    "培训跟不上岗位变化",
    "考核导向偏软",
    "信息不能互通",
    "前期调研不深",
    "牵头单位几经更换",
    "乡镇人手被多头抽调",
    "历史欠账较多",
    "宣传方式老旧",
    "上下衔接不紧",
];

/// What all three were asked to write.
const ASKED: &str = "对照省委依法治省办督察反馈意见，逐项制定整改方案，明确责任领导和完成时限，整改情况按要求报送并在政府门户网站公开。";

/// One report, as it is before anything wrong is put in.
#[derive(Clone)]
struct Report {
    results: Vec<String>,
    problems: Vec<String>,
    plans: Vec<String>,
    signature: String,
}

/// Figures of an office in a year.
#[derive(Clone, Copy)]
struct Figures {
    reviews: i64,
    trained: i64,
    stations: i64,
}

fn figures(office: usize, year: usize) -> Figures {
    let (o, y) = (office as i64, year as i64);
    Figures { reviews: 120 + o * 37 + y * 23, trained: 840 + o * 113 + y * 91, stations: 60 + o * 11 + y * 9 }
}

/// Which projects an office plans in a year: four of those that nobody plans beside it.
fn planned(seed: usize, office: usize, year: usize) -> [usize; 4] {
    std::array::from_fn(|n| (seed * 5 + office * 8 + (year % 2) * 4 + n + (year / 2) * 12) % PROJECTS.len())
}

fn at<'a>(list: &'a [&'a str], index: usize) -> &'a str {
    list[index % list.len()]
}

fn report(seed: usize, office: usize, year: usize) -> Report {
    let number = office * 4 + year;
    let place = PLACES[office];
    let now = figures(office, year);
    let mut results = vec![format!(
        "（一）履行第一责任人职责。县政府主要负责人主持召开常务会议，研究法治政府建设议题{}个。{}，{}。",
        3 + number,
        at(&HOW, number + seed),
        at(&DETAIL, number * 5 + seed)
    )];
    let change = if year == 0 {
        String::new()
    } else {
        let before = figures(office, year - 1);
        format!("，同比增长{:.1}%", (now.reviews - before.reviews) as f64 * 100.0 / before.reviews as f64)
    };
    let before = if year == 0 { String::new() } else { format!("，上年为{}人次", figures(office, year - 1).trained) };
    results.push(format!(
        "（二）化解行政争议。全年受理行政复议案件{}件{change}。培训行政执法人员{}人次{before}。累计建成公共法律服务站{}个。",
        now.reviews, now.trained, now.stations
    ));
    results.push(format!("（三）抓好督察整改。{ASKED}"));
    if year > 0 {
        for (n, project) in planned(seed, office, year - 1).into_iter().enumerate() {
            let done = PROJECTS[project].2;
            let mark = ["四", "五", "六", "七"][n];
            results.push(format!(
                "（{mark}）{}。{}，{done}，{}。",
                ["办好实事", "补上短板", "建章立制", "服务群众"][n],
                at(&HOW, number * 7 + n * 5 + 3),
                at(&DETAIL, number * 5 + n * 3 + 1)
            ));
        }
    }
    let problems = (0..3).map(|n| {
        let mark = ["一", "二", "三"][n];
        let lack = at(&LACK, number * 3 + n + seed * 7);
        format!(
            "（{mark}）{lack}。{place}在{}方面还有差距，主要原因是{}、{}。",
            &lack[..12],
            at(&CAUSE, number * 5 + n),
            at(&CAUSE, number * 7 + n * 2 + 5)
        )
    });
    let problems = problems.collect();
    let plans = planned(seed, office, year).into_iter().enumerate().map(|(n, project)| {
        let (name, way, _) = PROJECTS[project];
        let mark = ["一", "二", "三", "四"][n];
        format!("（{mark}）推进{name}。{way}，{}，力争{}。", at(&HOW, number * 5 + n * 7 + 2), at(&DETAIL, number * 7 + n * 5 + 4))
    });
    let plans = plans.collect();
    Report { results, problems, plans, signature: format!("{place}人民政府") }
}

impl Report {
    fn text(&self, office: usize, year: usize) -> String {
        let (place, y) = (PLACES[office], YEARS[year]);
        let mut out = format!(
            "{place}人民政府{y}年法治政府建设年度报告\n\n{y}年，{place}坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，扎实推进法治政府建设。现将有关情况报告如下：\n\n一、主要举措和成效\n\n"
        );
        let _ = write!(
            out,
            "{}\n\n二、存在的不足和原因\n\n{}\n\n三、{}年工作安排\n\n",
            self.results.join("\n\n"),
            self.problems.join("\n\n"),
            y + 1
        );
        let _ = write!(out, "{}\n\n特此报告。\n\n{}\n\n{}年2月{}日\n", self.plans.join("\n\n"), self.signature, y + 1, 10 + office);
        out
    }
}

/// The text behind the mark of a paragraph.
fn behind(paragraph: &str) -> &str {
    paragraph.split_once('）').unwrap().1
}

/// A paragraph with another one's words behind its own mark.
fn with_words(paragraph: &str, words: &str) -> String {
    format!("{}）{words}", paragraph.split_once('）').unwrap().0)
}

/// Composes a family.
pub fn family(seed: usize) -> Family {
    let mut reports: BTreeMap<(usize, usize), Report> = BTreeMap::new();
    let clean: BTreeMap<(usize, usize), Report> = (0..3).flat_map(|o| (0..4).map(move |y| ((o, y), report(seed, o, y)))).collect();
    reports.extend(clean.clone());
    let mut planted = Vec::new();
    let mut plant = |report: (usize, usize), rule, words: &str| planted.push(Planted { report, rule, words: words.to_owned() });
    let (a, b, c) = (seed % 3, (seed + 1) % 3, (seed + 2) % 3);

    // Copied from the own report of the year before: a plan and a problem.
    for (office, year) in [(a, 1), (b, 3)] {
        let words = behind(&clean[&(office, year - 1)].plans[1]).to_owned();
        let plan = &mut reports.get_mut(&(office, year)).unwrap().plans[2];
        *plan = with_words(plan, &words);
        plant((office, year), "copied-passage", words.split('。').nth(1).unwrap());
        // What was planned in its place is no plan any more.
        drop_result(&mut reports, seed, office, year, 2);
    }
    for (office, year) in [(c, 2), (a, 3)] {
        let words = behind(&clean[&(office, year - 1)].problems[0]).to_owned();
        let problem = &mut reports.get_mut(&(office, year)).unwrap().problems[1];
        *problem = with_words(problem, &words);
        plant((office, year), "copied-passage", words.split('。').next().unwrap());
    }
    // Copied from a neighbour, with the place's name put right.
    for ((office, year), (from, then), n) in [((b, 2), (a, 1), 2), ((c, 3), (b, 2), 1)] {
        let words = behind(&clean[&(from, then)].problems[n]).replace(PLACES[from], PLACES[office]);
        let problem = &mut reports.get_mut(&(office, year)).unwrap().problems[2];
        *problem = with_words(problem, &words);
        plant((office, year), "copied-passage", words.split('。').next().unwrap());
    }
    // Plans that nobody reports on.
    for (office, year, n) in [(a, 2, 0), (b, 1, 3), (c, 1, 1), (c, 3, 2)] {
        let project = planned(seed, office, year - 1)[n];
        reports.get_mut(&(office, year)).unwrap().results.retain(|r| !r.contains(PROJECTS[project].2));
        plant((office, year), "unreported-plan", PROJECTS[project].0);
    }
    // Figures that contradict last year's.
    for (office, year) in [(a, 1), (c, 3)] {
        let now = figures(office, year).reviews;
        let line = &mut reports.get_mut(&(office, year)).unwrap().results[1];
        let at = line.find("同比增长").unwrap() + "同比增长".len();
        let end = at + line[at..].find('%').unwrap();
        line.replace_range(at..end, &format!("{:.1}", now as f64 / 5.0));
        plant((office, year), "figure-conflict", &format!("{:.1}%", now as f64 / 5.0));
    }
    for (office, year) in [(b, 2), (a, 3)] {
        let was = figures(office, year - 1).trained;
        let line = &mut reports.get_mut(&(office, year)).unwrap().results[1];
        *line = line.replace(&format!("上年为{was}人次"), &format!("上年为{}人次", was + 60));
        plant((office, year), "figure-conflict", &format!("{}人次", was + 60));
    }
    for (office, year) in [(b, 3), (c, 1)] {
        let (now, was) = (figures(office, year).stations, figures(office, year - 1).stations);
        let line = &mut reports.get_mut(&(office, year)).unwrap().results[1];
        *line = line.replace(&format!("服务站{now}个"), &format!("服务站{}个", was - 4));
        plant((office, year), "figure-conflict", &format!("{}个", was - 4));
    }
    // Words of another report.
    for (office, year, wrong, words) in [
        (a, 0, format!("{}扎实开展案卷评查。", PLACES[b]), PLACES[b]),
        (b, 0, "我局定期通报案卷质量。".to_owned(), "我局"),
        (c, 2, "我镇逐户宣讲政策。".to_owned(), "我镇"),
        (c, 0, format!("印发《{}行政执法案卷评查细则》。", "石门县"), "石门县"),
    ] {
        reports.get_mut(&(office, year)).unwrap().results[0].push_str(&wrong);
        plant((office, year), "foreign-place", words);
    }
    reports.get_mut(&(b, 1)).unwrap().signature = format!("{}人民政府", PLACES[c]);
    plant((b, 1), "foreign-place", PLACES[c]);
    // And what only looks so.
    for (office, other) in [(a, c), (b, a)] {
        reports.get_mut(&(office, 2)).unwrap().results[0]
            .push_str(&format!("与{}签订执法协作协议，赴{}学习信访化解做法。", PLACES[other], PLACES[other]));
        reports.get_mut(&(office, 3)).unwrap().results[0].push_str("在全市率先推行首违不罚，做法被我市推广，群众留言“我镇变化真大”。");
    }

    Family { texts: reports.iter().map(|((o, y), r)| ((*o, *y), r.text(*o, *y))).collect(), planted }
}

/// Takes the result of a plan that was replaced by a copy out of the next
/// year's report, and puts the result of the copied one in.
fn drop_result(reports: &mut BTreeMap<(usize, usize), Report>, seed: usize, office: usize, year: usize, n: usize) {
    let gone = PROJECTS[planned(seed, office, year)[n]].2;
    let again = PROJECTS[planned(seed, office, year - 1)[1]].2;
    if let Some(next) = reports.get_mut(&(office, year + 1)) {
        for line in &mut next.results {
            *line = line.replace(gone, again);
        }
    }
}
