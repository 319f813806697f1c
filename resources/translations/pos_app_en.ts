<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CancelOrder</name>
    <message numerus="yes">
        <source>Give up an order of %n items</source>
        <translation>
            <numerusform>Give up an order of %n item</numerusform>
            <numerusform>Give up an order of %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClosingWords</name>
    <message numerus="yes">
        <source>Shift {number}, {day}: %n orders</source>
        <translation>
            <numerusform>Shift {number}, {day}: %n order</numerusform>
            <numerusform>Shift {number}, {day}: %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>drawer opened %n times without a sale</source>
        <translation>
            <numerusform>drawer opened %n time without a sale</numerusform>
            <numerusform>drawer opened %n times without a sale</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountWords</name>
    <message numerus="yes">
        <source>%n bags of {size}</source>
        <translation>
            <numerusform>%n bag of {size}</numerusform>
            <numerusform>%n bags of {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolls of {size}</source>
        <translation>
            <numerusform>%n roll of {size}</numerusform>
            <numerusform>%n rolls of {size}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoneStep</name>
    <message numerus="yes">
        <source>%n people came along, each needs a PIN: pos-app staff reset NAME.</source>
        <translation>
            <numerusform>%n person came along, who needs a PIN: pos-app staff reset NAME.</numerusform>
            <numerusform>%n people came along, each needs a PIN: pos-app staff reset NAME.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n products are in.</source>
        <translation>
            <numerusform>%n product is in.</numerusform>
            <numerusform>%n products are in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows were refused; import the file again at the till.</source>
        <translation>
            <numerusform>%n row was refused; import the file again at the till.</numerusform>
            <numerusform>%n rows were refused; import the file again at the till.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Dots</name>
    <message numerus="yes">
        <source>%n digits typed</source>
        <translation>
            <numerusform>%n digit typed</numerusform>
            <numerusform>%n digits typed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message numerus="yes">
        <source>The drawer is open: %n times without a sale this shift</source>
        <translation>
            <numerusform>The drawer is open: %n time without a sale this shift</numerusform>
            <numerusform>The drawer is open: %n times without a sale this shift</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeldList</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more lines too.</source>
        <translation>
            <numerusform>%n more line too.</numerusform>
            <numerusform>%n more lines too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeldViewModel</name>
    <message numerus="yes">
        <source>Held: %n items. F7 shows the list</source>
        <translation>
            <numerusform>Held: %n item. F7 shows the list</numerusform>
            <numerusform>Held: %n items. F7 shows the list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message numerus="yes">
        <source>%n times.</source>
        <translation>
            <numerusform>%n time.</numerusform>
            <numerusform>%n times.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>(%n more)</source>
        <translation>
            <numerusform>(%n more)</numerusform>
            <numerusform>(%n more)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderCard</name>
    <message numerus="yes">
        <source>%n items in this order</source>
        <translation>
            <numerusform>%n item in this order</numerusform>
            <numerusform>%n items in this order</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderPanel</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OthersOrders</name>
    <message numerus="yes">
        <source>{name} has %n open orders; they are kept.</source>
        <translation>
            <numerusform>{name} has %n open order; it is kept.</numerusform>
            <numerusform>{name} has %n open orders; they are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You have %n open orders; they are kept.</source>
        <translation>
            <numerusform>You have %n open order; it is kept.</numerusform>
            <numerusform>You have %n open orders; they are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message numerus="yes">
        <source>Wrong PIN, %n tries left</source>
        <translation>
            <numerusform>Wrong PIN, %n try left</numerusform>
            <numerusform>Wrong PIN, %n tries left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message numerus="yes">
        <source>%n settings are not saved yet</source>
        <translation>
            <numerusform>%n setting is not saved yet</numerusform>
            <numerusform>%n settings are not saved yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TabStrip</name>
    <message numerus="yes">
        <source>%n more open orders</source>
        <translation>
            <numerusform>%n more open order</numerusform>
            <numerusform>%n more open orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingLabel</name>
    <message numerus="yes">
        <source>%n scans waiting</source>
        <translation>
            <numerusform>%n scan waiting</numerusform>
            <numerusform>%n scans waiting</numerusform>
        </translation>
    </message>
</context>
</TS>
