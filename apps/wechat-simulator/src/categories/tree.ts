/**
 * An invented category tree in the manner of WeChat's. Ids are built from the position and never change:
 * first level 1100, its second levels 110001, 110002, ..., their third levels 11000101, 11000102, ...
 * So append at the end of a line, never in the middle.
 *
 * Marks after a name: `!` the category needs a qualification, `?` may have one, `#` the product needs one, `~` the
 * product may have one, `x` the category existed once (1000040).
 */
export interface FirstLevel {
  readonly id: number;
  readonly name: string;
  /** What a qualification of this branch consists of. */
  readonly qualification: string;
  readonly productQualification: string;
  /** Second level name to its third levels, separated by spaces. */
  readonly children: Readonly<Record<string, string>>;
}

export const TREE: readonly FirstLevel[] = [
  {
    id: 1100,
    name: '服饰内衣',
    qualification: '',
    productQualification: '质检报告',
    children: {
      女装: '连衣裙 半身裙 T恤 衬衫 针织衫 卫衣 风衣 羽绒服 牛仔裤 休闲裤 旗袍 汉服 断码女装x',
      男装: 'T恤 衬衫 POLO衫 夹克 西服 卫衣 羽绒服 牛仔裤 休闲裤 中山装',
      内衣: '文胸 内裤 睡衣 保暖内衣 袜子 塑身衣',
      服饰配件: '围巾 帽子 手套 腰带 领带 丝巾',
    },
  },
  {
    id: 1200,
    name: '鞋靴箱包',
    qualification: '',
    productQualification: '质检报告',
    children: {
      女鞋: '单鞋 凉鞋 靴子 帆布鞋 布鞋',
      男鞋: '皮鞋 休闲鞋 凉鞋 靴子 布鞋',
      箱包: '女士单肩包 女士双肩包 男士公文包 钱包 拉杆箱 旅行包 帆布袋',
    },
  },
  {
    id: 1300,
    name: '食品饮料',
    qualification: '食品经营许可证或食品生产许可证',
    productQualification: '预包装食品标签正反面照片',
    children: {
      休闲零食: '坚果炒货! 糖果! 饼干糕点! 蜜饯果干! 肉干肉脯! 海味零食! 膨化食品!',
      茶叶: '绿茶! 红茶! 乌龙茶! 白茶! 普洱茶! 花草茶! 茶具礼盒',
      饮料冲调: '咖啡! 蜂蜜! 燕麦片! 果汁! 奶粉!# 藕粉!',
      粮油调味: '大米! 面条! 食用油! 酱油! 醋! 香辛料! 干货!',
      酒类: '白酒!# 葡萄酒!# 黄酒!# 啤酒!#',
    },
  },
  {
    id: 1400,
    name: '生鲜',
    qualification: '食品经营许可证',
    productQualification: '检验检疫证明',
    children: {
      水果: '苹果 柑橘 芒果 樱桃 草莓 猕猴桃',
      蔬菜: '叶菜 根茎菜 菌菇 山药',
      肉禽蛋: '猪肉!# 牛肉!# 羊肉!# 鸡肉!# 鸡蛋!',
      水产: '鱼类!# 虾类!# 蟹类!# 贝类!#',
    },
  },
  {
    id: 1500,
    name: '美妆护肤',
    qualification: '化妆品经营备案凭证',
    productQualification: '化妆品备案或注册信息截图',
    children: {
      面部护肤: '洁面!# 爽肤水!# 面霜!# 面膜!# 精华!# 防晒!# 眼霜!#',
      彩妆: '口红!# 粉底!# 眼影!# 眉笔!# 腮红!#',
      美妆工具: '化妆刷 美妆蛋 化妆镜 睫毛夹 化妆包',
      香水: '女士香水!# 男士香水!# 香薰蜡烛',
    },
  },
  {
    id: 1600,
    name: '个人护理',
    qualification: '授权书或生产许可证',
    productQualification: '备案信息截图',
    children: {
      洗发护发: '洗发水?# 护发素?# 发膜?# 梳子',
      身体护理: '沐浴露?# 身体乳?# 护手霜?# 手工皂?#',
      口腔护理: '牙膏?# 牙刷 漱口水?# 牙线',
      日用纸品: '抽纸 卷纸 湿巾 卫生巾!#',
    },
  },
  {
    id: 1700,
    name: '母婴',
    qualification: '婴幼儿用品经营资质',
    productQualification: '3C认证或检测报告',
    children: {
      童装: '儿童T恤~ 儿童外套~ 儿童裤子~ 婴儿连体衣~ 亲子装~',
      喂养用品: '奶瓶~ 水杯~ 辅食碗~ 围兜',
      婴儿食品: '婴幼儿奶粉!# 米粉!# 果泥!#',
      童车童床: '婴儿推车!# 安全座椅!# 婴儿床!#',
      孕产用品: '孕妇装 哺乳内衣 待产包',
    },
  },
  {
    id: 1800,
    name: '玩具乐器',
    qualification: '',
    productQualification: '3C认证证书',
    children: {
      玩具: '毛绒玩具# 积木# 拼图~ 遥控玩具# 益智玩具# 桌面游戏',
      民族乐器: '古筝 二胡 笛子 葫芦丝 琵琶 古琴',
      西洋乐器: '吉他 尤克里里 口琴 小提琴 电子琴~',
    },
  },
  {
    id: 1900,
    name: '家居日用',
    qualification: '',
    productQualification: '检测报告',
    children: {
      餐具: '碗 盘 筷子 勺子 餐具套装 便当盒',
      茶具: '茶壶 茶杯 盖碗 茶盘 茶叶罐 公道杯 整套茶具',
      水杯: '保温杯 玻璃杯 马克杯 陶瓷杯 随行杯',
      收纳: '收纳盒 收纳袋 置物架 衣架 鞋架',
      清洁用品: '拖把 抹布 垃圾袋 清洁剂~ 刷子',
      雨具: '雨伞 雨衣 雨鞋',
    },
  },
  {
    id: 2000,
    name: '家纺',
    qualification: '',
    productQualification: '质检报告',
    children: {
      床上用品: '四件套 被子 枕头 床单 凉席 毛毯 蚕丝被~',
      布艺: '窗帘 抱枕 桌布 地毯 沙发垫',
      毛巾浴巾: '毛巾 浴巾 浴袍 方巾',
    },
  },
  {
    id: 2100,
    name: '家具建材',
    qualification: '',
    productQualification: '检测报告',
    children: {
      住宅家具: '床 沙发 餐桌 椅子 书架 鞋柜',
      灯具: '台灯~ 吊灯~ 落地灯~ 小夜灯~',
      家装主材: '地板~ 瓷砖~ 壁纸 涂料#',
    },
  },
  {
    id: 2200,
    name: '厨具',
    qualification: '',
    productQualification: '检测报告',
    children: {
      锅具: '炒锅 汤锅 砂锅 平底锅 蒸锅',
      刀具: '菜刀 水果刀 剪刀 刀具套装 砧板',
      烘焙用具: '模具 打蛋器 擀面杖 烤盘',
    },
  },
  {
    id: 2300,
    name: '家用电器',
    qualification: '3C认证或经销授权',
    productQualification: '3C认证证书',
    children: {
      厨房小电: '电饭煲# 电水壶# 破壁机# 空气炸锅# 养生壶#',
      生活电器: '风扇# 加湿器# 吸尘器# 取暖器# 挂烫机#',
      个护电器: '吹风机# 剃须刀# 电动牙刷# 按摩仪?#',
      大家电: '冰箱!# 洗衣机!# 空调!# 电视!#',
    },
  },
  {
    id: 2400,
    name: '数码',
    qualification: '品牌授权书',
    productQualification: '3C认证证书',
    children: {
      手机: '智能手机!# 老人手机!#',
      手机配件: '手机壳 手机膜 数据线 充电器# 移动电源# 手机支架 寻呼机x',
      影音: '耳机 音箱~ 麦克风',
      电脑配件: '键盘 鼠标 鼠标垫 U盘 电脑支架 硬盘',
      摄影器材: '三脚架 相机包 补光灯~',
    },
  },
  {
    id: 2500,
    name: '运动户外',
    qualification: '',
    productQualification: '检测报告',
    children: {
      运动鞋服: '跑步鞋 篮球鞋 运动T恤 运动裤 瑜伽服 冲锋衣',
      健身器材: '哑铃 瑜伽垫 跳绳 拉力带 跑步机~',
      户外用品: '帐篷 睡袋 登山杖 野餐垫 头灯 折叠椅',
      球类: '篮球 足球 羽毛球拍 乒乓球拍 网球拍',
      骑行: '自行车~ 头盔# 骑行手套',
    },
  },
  {
    id: 2600,
    name: '珠宝文玩',
    qualification: '珠宝玉石经营资质',
    productQualification: '鉴定证书',
    children: {
      饰品: '项链 耳饰 手链 发饰 胸针 戒指',
      黄金珠宝: '黄金首饰!# 钻石!# 珍珠!# 银饰?#',
      玉石: '翡翠!# 和田玉!# 玛瑙!#',
      手串: '木质手串 菩提手串 石质手串~',
    },
  },
  {
    id: 2700,
    name: '钟表眼镜',
    qualification: '医疗器械经营许可证',
    productQualification: '检测报告',
    children: {
      钟表: '手表~ 挂钟 闹钟 座钟',
      眼镜: '太阳镜~ 眼镜框 老花镜!# 隐形眼镜!#',
    },
  },
  {
    id: 2800,
    name: '图书文具',
    qualification: '出版物经营许可证',
    productQualification: '版权页照片',
    children: {
      图书: '文学!~ 少儿!~ 历史!~ 生活!~ 教辅!~',
      文具: '笔 笔记本 文件夹 橡皮 书包 画材',
      文房四宝: '毛笔 墨 宣纸 砚台 印泥 字帖',
      办公用品: '打印纸 便签 订书机 白板',
    },
  },
  {
    id: 2900,
    name: '宠物园艺',
    qualification: '宠物饲料经营资质',
    productQualification: '检测报告',
    children: {
      宠物食品: '猫粮?~ 狗粮?~ 宠物零食?~',
      宠物用品: '猫砂 宠物窝 牵引绳 宠物玩具 宠物衣服',
      花卉绿植: '多肉植物 绿植盆栽 鲜花 种子!',
      园艺用品: '花盆 肥料!~ 园艺工具 营养土',
    },
  },
  {
    id: 3000,
    name: '手工艺品',
    qualification: '',
    productQualification: '',
    children: {
      传统工艺: '剪纸 刺绣 竹编 扎染 漆器 景泰蓝 陶艺',
      摆件: '木雕摆件 陶瓷摆件 铜摆件 玻璃摆件',
      手工材料: '毛线 串珠 布料 手工工具',
    },
  },
  {
    id: 3100,
    name: '汽车用品',
    qualification: '',
    productQualification: '3C认证证书',
    children: {
      车载用品: '车载支架 行车记录仪# 车载充电器# 车用香薰',
      汽车内饰: '座垫 脚垫 头枕 方向盘套',
      汽车养护: '洗车液 车蜡 擦车巾',
    },
  },
  {
    id: 3200,
    name: '医疗保健',
    qualification: '医疗器械经营许可证或保健食品经营许可证',
    productQualification: '注册证或备案凭证',
    children: {
      保健食品: '维生素!# 钙片!# 蛋白粉!#',
      医疗器械: '血压计!# 体温计!# 轮椅!# 创可贴!#',
      保健用品: '艾灸贴?# 足浴盆# 护膝 暖宝宝',
    },
  },
];
